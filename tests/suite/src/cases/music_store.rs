//! A database that was there before: eight thousand links of playlists and tracks, from both sides, as plain SQL sees them.
//!
//! The rows are made up, as many and as spread as those of the Chinook database. With the variable `CHINOOK_SCRIPT`, which
//! names that database's script for PostgreSQL, the case runs over the real ones there.
use std::collections::BTreeMap;

use orm::prelude::*;
use orm::{Result, schema, sql};

use crate::backend::Backend;
use crate::case::Test;

crate::cases!["music_store": [playlists_and_tracks]];

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "playlist")]
#[belongs_to_many(Track, through = PlaylistTrack)]
struct Playlist {
    #[column(name = "playlist_id")]
    id: i32,
    name: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "track")]
#[belongs_to_many(Playlist, through = PlaylistTrack)]
struct Track {
    #[column(name = "track_id")]
    id: i32,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "playlist_track")]
#[belongs_to(Playlist)]
#[belongs_to(Track)]
struct PlaylistTrack {
    #[key]
    playlist_id: i32,
    #[key]
    track_id: i32,
}

const TABLES: [&str; 3] = [
    "CREATE TABLE playlist (playlist_id INT NOT NULL PRIMARY KEY, name VARCHAR(120))",
    "CREATE TABLE track (track_id INT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL)",
    "CREATE TABLE playlist_track (playlist_id INT NOT NULL REFERENCES playlist (playlist_id),
     track_id INT NOT NULL REFERENCES track (track_id), PRIMARY KEY (playlist_id, track_id))",
];

const TRACKS: i32 = 3503;

/// The first and the last track of each playlist, and how far one is from the next: two hold all, two hold none.
const PLAYLISTS: [(i32, i32, usize); 18] = [
    (1, 3290, 1),
    (0, -1, 1),
    (2819, 3031, 1),
    (0, -1, 1),
    (1, 1477, 1),
    (0, -1, 1),
    (0, -1, 1),
    (1, 3290, 1),
    (3402, 3402, 1),
    (2819, 3031, 1),
    (391, 429, 1),
    (3403, 3477, 1),
    (3479, 3503, 1),
    (3430, 3454, 1),
    (3412, 3436, 1),
    (52, 94, 3),
    (1, 52, 2),
    (597, 597, 1),
];

async fn make_up(db: &Db) -> Result<()> {
    for table in TABLES {
        sql(table).execute(db).await?;
    }
    let track = |id| Track::build().id(id).name(format!("track {id}"));
    Track::insert_all(db, (1..=TRACKS).map(track)).await?;
    for ((first, last, step), id) in PLAYLISTS.into_iter().zip(1..) {
        Playlist::build().id(id).name(format!("playlist {id}")).insert(db).await?;
        let link = |track_id| PlaylistTrack::build().playlist_id(id).track_id(track_id);
        PlaylistTrack::insert_all(db, (first..=last).step_by(step).map(link)).await?;
    }
    Ok(())
}

/// The script from where it has entered its database.
async fn load(db: &Db, script: &str) -> Result<()> {
    let text = std::fs::read_to_string(script).expect("`CHINOOK_SCRIPT` names a file");
    let tables = text.split_once("\\c chinook;").map_or(text.as_str(), |(_, tables)| tables);
    for statement in
        tables.split(";\n").filter(|statement| statement.contains("CREATE") || statement.contains("INSERT"))
    {
        sql(statement).execute(db).await?;
    }
    Ok(())
}

/// What plain SQL says: for each of one side, those of the other.
async fn links(db: &Db, (near, far): (&str, &str)) -> Result<BTreeMap<i32, Vec<i32>>> {
    let query = format!("SELECT {near}, {far} FROM playlist_track ORDER BY {near}, {far}");
    let mut links: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for (near, far) in sql(query).fetch_rows::<(i32, i32)>(db).await? {
        links.entry(near).or_default().push(far);
    }
    Ok(links)
}

async fn playlists_and_tracks(Test { db, backend }: Test) -> Result<()> {
    match std::env::var("CHINOOK_SCRIPT") {
        Ok(script) if backend == Backend::Postgres => load(&db, &script).await?,
        _ => make_up(&db).await?,
    }
    schema![Playlist, Track, PlaylistTrack].verify(&db).await?;
    let of_playlists = links(&db, ("playlist_id", "track_id")).await?;
    let of_tracks = links(&db, ("track_id", "playlist_id")).await?;
    assert_eq!(of_playlists.values().map(Vec::len).sum::<usize>(), 8_715);

    let all = Playlist::TRACKS.order_by(Track::ID.asc());
    for playlist in Playlist::query().include(all).all(&db).await? {
        let expected = of_playlists.get(&playlist.id).cloned().unwrap_or_default();
        assert_eq!(playlist.tracks.iter().map(|track| track.id).collect::<Vec<_>>(), expected);
        let tracks = playlist.get_tracks(&db).order_by(Track::ID.asc());
        assert_eq!(tracks.select(Track::ID).await?, expected);
        assert_eq!(playlist.count_tracks(&db).await?, expected.len() as u64);
        assert!(playlist.has_tracks(&db, expected).await?);
    }
    let all = Playlist::ID.asc();
    for track in Track::query().include(Track::PLAYLISTS.order_by(all)).all(&db).await? {
        let expected = of_tracks.get(&track.id).cloned().unwrap_or_default();
        assert_eq!(track.playlists.iter().map(|playlist| playlist.id).collect::<Vec<_>>(), expected);
    }
    let alone = Track::query().filter(Track::PLAYLISTS.is_empty()).count(&db).await?;
    assert_eq!(alone, Track::query().count(&db).await? - of_tracks.len() as u64);
    write(&db, of_playlists.len()).await
}

/// A playlist more, with the tracks of another one, from either side.
async fn write(db: &Db, playlists: usize) -> Result<()> {
    let first = Playlist::get(db, 1).await?;
    let tracks = first.get_tracks(db).await?;
    let new = Playlist::build().id(100).name("new").insert(db).await?;
    new.set_tracks(db, &tracks).await?;
    assert_eq!(links(db, ("playlist_id", "track_id")).await?.len(), playlists + 1);
    assert!(tracks[0].has_playlist(db, &new).await?);
    assert_eq!(tracks[0].remove_playlist(db, &new).await?, 1);
    assert_eq!(new.count_tracks(db).await?, tracks.len() as u64 - 1);
    assert_eq!(new.remove_tracks(db, &tracks).await?, tracks.len() as u64 - 1);
    Ok(())
}
