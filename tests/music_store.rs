//! An existing database, mapped by derives alone, gives the answers that plain SQL gives.
//!
//! Runs over a small database of the same shape, and over the real one if the variable `CHINOOK` names its file.
#![cfg(all(feature = "sqlite", feature = "chrono", feature = "decimal"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::collections::BTreeSet;

use orm::Db;
use rust_decimal::Decimal;

#[path = "../examples/music_store.rs"]
mod music_store;

use music_store::{
    Album, Customer, Employee, EmployeeAccessors as _, Invoice, InvoiceLine, Playlist,
    PlaylistAccessors as _, PlaylistTrack, SCHEMA, Track,
};
use orm::Model as _;

/// Tables as another program made them: names in CamelCase, `ReportsTo`, a key of two columns, dates, decimals.
const SMALL: &str = include_str!("music_store/small.sql");

/// The small database, and the real one if there is one here.
async fn databases() -> orm::Result<Vec<Db>> {
    let small = orm::connect("sqlite::memory:").await?;
    for statement in SMALL.split(";\n").filter(|statement| !statement.trim().is_empty()) {
        orm::sql(statement).execute(&small).await?;
    }
    let mut databases = vec![small];
    if let Ok(file) = std::env::var("CHINOOK") {
        databases.push(orm::connect(&format!("sqlite:{file}?mode=ro")).await?);
    }
    Ok(databases)
}

/// The first column of what plain SQL gives.
async fn texts(db: &Db, sql: &str, argument: impl Into<orm::value::Value>) -> orm::Result<Vec<String>> {
    orm::sql(sql).bind(argument).fetch_scalars(db).await
}

#[tokio::test]
async fn every_table_and_column_is_there() -> orm::Result<()> {
    for db in databases().await? {
        SCHEMA.verify(&db).await?;
    }
    Ok(())
}

#[tokio::test]
async fn albums_of_an_artist() -> orm::Result<()> {
    const SQL: &str = "SELECT Title FROM Album JOIN Artist USING (ArtistId) WHERE Name = ?1 ORDER BY Title";
    for db in databases().await? {
        for artist in texts(&db, "SELECT Name FROM Artist WHERE Name <> ?1 LIMIT 30", "").await? {
            let albums = music_store::albums_of(&db, &artist).await?;
            let titles: Vec<_> = albums.into_iter().map(|Album { title, .. }| title).collect();
            assert_eq!(titles, texts(&db, SQL, artist).await?);
        }
    }
    Ok(())
}

#[tokio::test]
async fn manager_and_reports_of_every_employee() -> orm::Result<()> {
    const MANAGER: &str = "SELECT m.LastName FROM Employee e JOIN Employee m ON m.EmployeeId = e.ReportsTo WHERE e.EmployeeId = ?1";
    const REPORTS: &str = "SELECT LastName FROM Employee WHERE ReportsTo = ?1 ORDER BY LastName";
    for db in databases().await? {
        for employee in Employee::query().all(&db).await? {
            let (manager, reports) = music_store::surroundings(&db, employee.id).await?;
            let manager: Vec<_> = manager.into_iter().map(|manager| manager.last_name).collect();
            assert_eq!(manager, texts(&db, MANAGER, employee.id).await?);
            let reports: Vec<_> = reports.into_iter().map(|report| report.last_name).collect();
            assert_eq!(reports, texts(&db, REPORTS, employee.id).await?);
            assert_eq!(employee.count_reports(&db).await?, reports.len() as u64);
        }
    }
    Ok(())
}

#[tokio::test]
async fn longest_tracks_of_every_genre() -> orm::Result<()> {
    const SQL: &str =
        "SELECT t.Name, Milliseconds FROM Track t JOIN Genre g USING (GenreId) WHERE g.Name = ?1
        ORDER BY Milliseconds DESC, TrackId LIMIT 10";
    for db in databases().await? {
        for genre in texts(&db, "SELECT Name FROM Genre WHERE Name <> ?1", "").await? {
            let expected: Vec<(String, i64)> = orm::sql(SQL).bind(&*genre).fetch_rows(&db).await?;
            assert_eq!(music_store::longest_tracks(&db, &genre).await?, expected);
        }
    }
    Ok(())
}

#[tokio::test]
async fn lines_and_total_of_invoices() -> orm::Result<()> {
    const SQL: &str = "SELECT InvoiceLineId FROM InvoiceLine WHERE InvoiceId = ?1 ORDER BY InvoiceLineId";
    for db in databases().await? {
        for invoice in Invoice::query().limit(50).all(&db).await? {
            let (lines, total) = music_store::lines_of(&db, invoice.id).await?;
            let ids: Vec<_> = lines.iter().map(|InvoiceLine { id, .. }| *id).collect();
            let expected: Vec<i64> = orm::sql(SQL).bind(invoice.id).fetch_scalars(&db).await?;
            assert_eq!(ids, expected);
            // Exact: no cent is lost on the way through the file's floats.
            assert_eq!(total, invoice.total);
        }
    }
    Ok(())
}

#[tokio::test]
async fn customers_who_bought_nothing() -> orm::Result<()> {
    const SQL: &str = "SELECT Email FROM Customer c WHERE ?1 AND NOT EXISTS
        (SELECT 1 FROM Invoice i WHERE i.CustomerId = c.CustomerId) ORDER BY CustomerId";
    let mut found = 0;
    for db in databases().await? {
        let customers = music_store::customers_without_invoices(&db).await?;
        let emails: Vec<_> = customers.into_iter().map(|Customer { email, .. }| email).collect();
        assert_eq!(emails, texts(&db, SQL, true).await?);
        found += emails.len();
    }
    assert!(found > 0, "the small database has one");
    Ok(())
}

#[tokio::test]
async fn revenue_of_every_country() -> orm::Result<()> {
    const SQL: &str = "SELECT printf('%.2f', SUM(Total)) FROM Invoice WHERE BillingCountry = ?1";
    for db in databases().await? {
        for country in
            texts(&db, "SELECT DISTINCT BillingCountry FROM Invoice WHERE BillingCountry <> ?1", "").await?
        {
            let revenue = music_store::revenue_in(&db, &country).await?.unwrap_or_default();
            assert_eq!(vec![format!("{revenue:.2}")], texts(&db, SQL, country).await?);
        }
        assert_eq!(music_store::revenue_in(&db, "Atlantis").await?, None);
    }
    Ok(())
}

#[tokio::test]
async fn playlists_that_hold_a_track() -> orm::Result<()> {
    const SQL: &str = "SELECT PlaylistId FROM PlaylistTrack JOIN Track t USING (TrackId)
        WHERE t.Name = ?1";
    for db in databases().await? {
        for track in texts(&db, "SELECT Name FROM Track WHERE Name <> ?1 LIMIT 10", "").await? {
            let playlists = music_store::playlists_with(&db, &track).await?;
            let ids: BTreeSet<_> = playlists.into_iter().map(|Playlist { id, .. }| id).collect();
            let expected: Vec<i64> = orm::sql(SQL).bind(track).fetch_scalars(&db).await?;
            assert_eq!(ids, expected.into_iter().collect());
        }
    }
    Ok(())
}

/// From both sides, by accessor and by include.
#[tokio::test]
async fn playlists_and_tracks_through_their_junction() -> orm::Result<()> {
    const TRACKS: &str = "SELECT TrackId FROM PlaylistTrack WHERE PlaylistId = ?1 ORDER BY TrackId";
    const PLAYLISTS: &str = "SELECT TrackId, PlaylistId FROM PlaylistTrack ORDER BY TrackId, PlaylistId";
    for db in databases().await? {
        let playlists =
            Playlist::query().include(Playlist::TRACKS.order_by(Track::ID.asc())).all(&db).await?;
        for playlist in playlists {
            let expected: Vec<i64> = orm::sql(TRACKS).bind(playlist.id).fetch_scalars(&db).await?;
            assert_eq!(playlist.tracks.iter().map(|track| track.id).collect::<Vec<_>>(), expected);
            let tracks = playlist.get_tracks(&db).order_by(Track::ID.asc()).select(Track::ID).await?;
            assert_eq!(tracks, expected);
            assert!(playlist.has_tracks(&db, expected).await?);
        }
        let linked: Vec<(i64, i64)> = orm::sql(PLAYLISTS).fetch_rows(&db).await?;
        let tracks =
            Track::query().include(Track::PLAYLISTS.order_by(Playlist::ID.asc())).order_by(Track::ID.asc());
        let tracks = tracks.all(&db).await?;
        let found =
            tracks.iter().flat_map(|track| track.playlists.iter().map(|playlist| (track.id, playlist.id)));
        assert_eq!(found.collect::<Vec<_>>(), linked);
    }
    Ok(())
}

#[tokio::test]
async fn rows_by_a_key_of_two_columns() -> orm::Result<()> {
    for db in databases().await? {
        let first = PlaylistTrack::query().first(&db).await?.expect("a playlist has a track");
        let key = (first.playlist_id, first.track_id);
        assert_eq!(PlaylistTrack::find(&db, key).await?, Some(first));
        assert_eq!(PlaylistTrack::find(&db, (key.0, -1)).await?, None);
    }
    Ok(())
}

#[tokio::test]
async fn dates_and_decimals_keep_their_values_when_a_row_is_saved() -> orm::Result<()> {
    const SQL: &str = "SELECT InvoiceDate || ' ' || Total FROM Invoice WHERE InvoiceId = ?1";
    let db = databases().await?.swap_remove(0);
    let before = texts(&db, SQL, 1).await?;
    let mut invoice = Invoice::get(&db, 1).await?;
    let copy = invoice.clone();
    invoice.save(&db).await?;
    invoice.reload(&db).await?;
    assert_eq!(invoice, copy);
    assert_eq!(invoice.total, Decimal::new(198, 2));
    assert_eq!(texts(&db, SQL, 1).await?, before);
    Ok(())
}
