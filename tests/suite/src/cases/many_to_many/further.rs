//! Many links at once, typed keys, columns that keys share, and times that the library fills in.
use orm::prelude::*;
use orm::{ErrorKind, Id, Result, schema};

use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["many_to_many": [
    any_number_of_links,
    any_number_of_composite_links,
    keys_may_share_a_column,
    typed_keys,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Song, through = "playlist_songs")]
#[belongs_to_many(Slot, through = "playlist_slots")]
struct Playlist {
    id: Id<Playlist>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Playlist, through = "playlist_songs")]
struct Song {
    id: Id<Song>,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Slot {
    #[key]
    day: i64,
    #[key]
    hour: i64,
}

async fn typed_keys(Test { db, .. }: Test) -> Result<()> {
    schema![Playlist, Song, Slot].sync(&db).await?;
    let playlist = Playlist::build().insert(&db).await?;
    let song = Song::build().insert(&db).await?;
    playlist.add_song(&db, song.id).await?;
    assert!(playlist.has_song(&db, song.id).await?);
    assert_eq!(song.get_playlists(&db).await?, [playlist]);
    Ok(())
}

/// More than any database binds in one statement.
async fn any_number_of_links(Test { db, .. }: Test) -> Result<()> {
    schema![Playlist, Song, Slot].sync(&db).await?;
    let playlist = Playlist::build().insert(&db).await?;
    let songs = Song::insert_all(&db, (0..40_000).map(|_| Song::build())).await?;
    playlist.add_songs(&db, &songs).await?;
    assert_eq!(playlist.count_songs(&db).await?, 40_000);
    assert!(playlist.has_songs(&db, &songs).await?);
    playlist.set_songs(&db, &songs[1..]).await?;
    assert_eq!(playlist.remove_songs(&db, &songs).await?, 39_999);
    Ok(())
}

async fn any_number_of_composite_links(Test { db, .. }: Test) -> Result<()> {
    schema![Playlist, Song, Slot].sync(&db).await?;
    let playlist = Playlist::build().insert(&db).await?;
    let slots =
        Slot::insert_all(&db, (0..36_000).map(|at| Slot::build().day(at / 100).hour(at % 100))).await?;
    playlist.set_slots(&db, &slots).await?;
    assert!(playlist.has_slots(&db, &slots).await?);
    playlist.set_slots(&db, &slots[..2]).await?;
    assert_eq!(playlist.remove_slots(&db, &slots).await?, 2);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Group, through = Seat)]
struct Guest {
    #[key]
    tenant_id: i64,
    #[key]
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Guest, through = Seat)]
struct Group {
    #[key]
    tenant_id: i64,
    #[key]
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Guest, foreign_key = (tenant_id, guest_id))]
#[belongs_to(Group, foreign_key = (tenant_id, group_id))]
struct Seat {
    #[key]
    tenant_id: i64,
    #[key]
    guest_id: i64,
    #[key]
    group_id: i64,
}

/// Both keys of the junction begin with the tenant, so only rows of one tenant can be linked.
async fn keys_may_share_a_column(Test { db, .. }: Test) -> Result<()> {
    schema![Guest, Group, Seat].sync(&db).await?;
    let guest = Guest::build().tenant_id(1).id(7).insert(&db).await?;
    let own = Group::build().tenant_id(1).id(8).insert(&db).await?;
    let foreign = Group::build().tenant_id(2).id(8).insert(&db).await?;
    guest.add_group(&db, &own).await?;
    assert_eq!(kind(guest.add_group(&db, &foreign).await), ErrorKind::InvalidInput);
    assert_eq!(own.get_guests(&db).await?, [guest.clone()]);
    assert!(!guest.has_group(&db, &foreign).await?);
    assert_eq!(guest.remove_group(&db, &own).await?, 1);
    Ok(())
}
