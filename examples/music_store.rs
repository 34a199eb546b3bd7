//! A database that was there before: tables and columns in CamelCase, a table that points to itself, a key of two
//! columns, dates and decimals, all of it mapped by derives alone.
//!
//! Runs over the Chinook database (<https://github.com/lerocha/chinook-database>):
//! `cargo run --example music_store --features chrono,decimal -- Chinook_Sqlite.sqlite`
#![allow(dead_code, reason = "an existing table has more columns than one program reads")]
use orm::prelude::*;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "Artist", rename_all = "PascalCase")]
#[has_many(Album)]
pub(crate) struct Artist {
    #[column(name = "ArtistId")]
    pub(crate) id: i64,
    pub(crate) name: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "Album", rename_all = "PascalCase")]
#[belongs_to(Artist)]
#[has_many(Track)]
pub(crate) struct Album {
    #[column(name = "AlbumId")]
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) artist_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "Genre", rename_all = "PascalCase")]
#[has_many(Track)]
pub(crate) struct Genre {
    #[column(name = "GenreId")]
    pub(crate) id: i64,
    pub(crate) name: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "MediaType", rename_all = "PascalCase")]
#[has_many(Track)]
pub(crate) struct MediaType {
    #[column(name = "MediaTypeId")]
    pub(crate) id: i64,
    pub(crate) name: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "Track", rename_all = "PascalCase")]
#[belongs_to(Album)]
#[belongs_to(Genre)]
#[belongs_to(MediaType)]
#[has_many(InvoiceLine)]
#[belongs_to_many(Playlist, through = PlaylistTrack)]
pub(crate) struct Track {
    #[column(name = "TrackId")]
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) album_id: Option<i64>,
    pub(crate) media_type_id: i64,
    pub(crate) genre_id: Option<i64>,
    pub(crate) composer: Option<String>,
    pub(crate) milliseconds: i64,
    pub(crate) bytes: Option<i64>,
    pub(crate) unit_price: Decimal,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "Playlist", rename_all = "PascalCase")]
#[belongs_to_many(Track, through = PlaylistTrack)]
pub(crate) struct Playlist {
    #[column(name = "PlaylistId")]
    pub(crate) id: i64,
    pub(crate) name: Option<String>,
}

/// Its key has two columns.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "PlaylistTrack", rename_all = "PascalCase")]
#[belongs_to(Playlist)]
#[belongs_to(Track)]
pub(crate) struct PlaylistTrack {
    #[key]
    pub(crate) playlist_id: i64,
    #[key]
    pub(crate) track_id: i64,
}

/// `ReportsTo` points to the table itself.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "Employee", rename_all = "PascalCase")]
#[belongs_to(Employee, as = manager, foreign_key = reports_to)]
#[has_many(Employee, as = reports, foreign_key = reports_to)]
#[has_many(Customer, foreign_key = support_rep_id)]
pub(crate) struct Employee {
    #[column(name = "EmployeeId")]
    pub(crate) id: i64,
    pub(crate) last_name: String,
    pub(crate) first_name: String,
    pub(crate) title: Option<String>,
    pub(crate) reports_to: Option<i64>,
    pub(crate) birth_date: Option<NaiveDateTime>,
    pub(crate) hire_date: Option<NaiveDateTime>,
    pub(crate) email: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "Customer", rename_all = "PascalCase")]
#[belongs_to(Employee, as = support_rep)]
#[has_many(Invoice)]
pub(crate) struct Customer {
    #[column(name = "CustomerId")]
    pub(crate) id: i64,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) country: Option<String>,
    pub(crate) email: String,
    pub(crate) support_rep_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "Invoice", rename_all = "PascalCase")]
#[belongs_to(Customer)]
#[has_many(InvoiceLine, as = lines)]
pub(crate) struct Invoice {
    #[column(name = "InvoiceId")]
    pub(crate) id: i64,
    pub(crate) customer_id: i64,
    pub(crate) invoice_date: NaiveDateTime,
    pub(crate) billing_country: Option<String>,
    pub(crate) total: Decimal,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "InvoiceLine", rename_all = "PascalCase")]
#[belongs_to(Invoice)]
#[belongs_to(Track)]
pub(crate) struct InvoiceLine {
    #[column(name = "InvoiceLineId")]
    pub(crate) id: i64,
    pub(crate) invoice_id: i64,
    pub(crate) track_id: i64,
    pub(crate) unit_price: Decimal,
    pub(crate) quantity: i64,
}

/// Every model, checked as a whole while compiling; the tables are never created from it here.
pub(crate) const SCHEMA: Schema = schema![
    Artist,
    Album,
    Genre,
    MediaType,
    Track,
    Playlist,
    PlaylistTrack,
    Employee,
    Customer,
    Invoice,
    InvoiceLine,
];

/// The albums of an artist, by title.
pub(crate) async fn albums_of(db: &Db, artist: &str) -> orm::Result<Vec<Album>> {
    let artist = Artist::query().filter(Artist::NAME.eq(artist)).one(db).await?;
    artist.get_albums(db).order_by(Album::TITLE.asc()).await
}

/// An employee, with manager and reports.
pub(crate) async fn surroundings(db: &Db, employee: i64) -> orm::Result<(Option<Employee>, Vec<Employee>)> {
    let employee = Employee::get(db, employee).await?;
    let reports = employee.get_reports(db).order_by(Employee::LAST_NAME.asc()).await?;
    Ok((employee.get_manager(db).await?, reports))
}

/// The ten longest tracks of a genre.
pub(crate) async fn longest_tracks(db: &Db, genre: &str) -> orm::Result<Vec<(String, i64)>> {
    Track::query()
        .filter(Track::GENRE.matches(Genre::NAME.eq(genre)))
        .order_by([Track::MILLISECONDS.desc(), Track::ID.asc()])
        .limit(10)
        .select((Track::NAME, Track::MILLISECONDS))
        .all(db)
        .await
}

/// The lines of an invoice, and what they add up to.
pub(crate) async fn lines_of(db: &Db, invoice: i64) -> orm::Result<(Vec<InvoiceLine>, Decimal)> {
    let lines = Invoice::get(db, invoice).await?.get_lines(db).order_by(InvoiceLine::ID.asc()).await?;
    let total = lines.iter().map(|line| line.unit_price * Decimal::from(line.quantity)).sum();
    Ok((lines, total))
}

/// The customers who never bought anything.
pub(crate) async fn customers_without_invoices(db: &Db) -> orm::Result<Vec<Customer>> {
    Customer::query().filter(Customer::INVOICES.is_empty()).order_by(Customer::ID.asc()).all(db).await
}

/// What was earned in a country, to the cent.
pub(crate) async fn revenue_in(db: &Db, country: &str) -> orm::Result<Option<Decimal>> {
    let invoices = Invoice::query().filter(Invoice::BILLING_COUNTRY.eq(country));
    Ok(invoices.sum(db, Invoice::TOTAL).await?.map(|total| total.round_dp(2)))
}

/// The playlists that hold a track.
pub(crate) async fn playlists_with(db: &Db, track: &str) -> orm::Result<Vec<Playlist>> {
    let holds = Playlist::TRACKS.any(Track::NAME.eq(track));
    Playlist::query().filter(holds).order_by(Playlist::ID.asc()).all(db).await
}

async fn tell(db: &Db) -> orm::Result<()> {
    println!("Albums of AC/DC:");
    for album in albums_of(db, "AC/DC").await? {
        println!("  {}", album.title);
    }
    let (manager, reports) = surroundings(db, 2).await?;
    println!("Employee 2 reports to {:?} and has reports:", manager.map(|manager| manager.last_name));
    for Employee { first_name, last_name, hire_date, .. } in reports {
        println!(
            "  {first_name} {last_name}, since {}",
            hire_date.map_or_else(String::new, |date| date.to_string())
        );
    }
    println!("Longest tracks of Rock:");
    for (name, milliseconds) in longest_tracks(db, "Rock").await? {
        println!("  {name}: {}:{:02}", milliseconds / 60_000, milliseconds / 1000 % 60);
    }
    let (lines, total) = lines_of(db, 1).await?;
    println!("Invoice 1 has {} lines: {total}", lines.len());
    println!("Customers without invoices: {}", customers_without_invoices(db).await?.len());
    println!("Revenue in Germany: {:?}", revenue_in(db, "Germany").await?);
    for playlist in playlists_with(db, "Fast As a Shark").await? {
        println!("Fast As a Shark is on {}", playlist.name.as_deref().unwrap_or("a playlist without a name"));
    }
    Ok(())
}

#[tokio::main]
async fn main() -> orm::Result<()> {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("usage: music_store <file>\n\n<file> is the Chinook database for SQLite; it is only read.");
        std::process::exit(2);
    };
    let db = orm::connect(&format!("sqlite:{file}?mode=ro")).await?;
    SCHEMA.verify(&db).await?;
    tell(&db).await
}
