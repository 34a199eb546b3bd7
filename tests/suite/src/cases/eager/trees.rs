//! Random include trees through a junction and to owners of several models, compared as the ones without are.
use orm::prelude::*;
use orm::{Result, schema};
use serde::Serialize;
use serde_json::{Value, json};

use super::fixture::{json, with};
use super::random::{Cut, Random, cut, trees};
use crate::case::Test;

crate::cases!["eager": [equals_a_loop_over_links_and_owners]];

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[belongs_to_many(Person, as = members, through = Seat)]
#[has_many(Note, via = subject)]
struct Team {
    id: i64,
    size: i64,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[belongs_to_many(Team, through = Seat)]
#[has_many(Note, via = subject)]
#[has_many(Note, as = own_notes, foreign_key = writer_id)]
struct Person {
    id: i64,
    level: i64,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[belongs_to(Team)]
#[belongs_to(Person)]
struct Seat {
    #[key]
    team_id: i64,
    #[key]
    person_id: i64,
    rank: i64,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[belongs_to(Team | Person, as = subject)]
#[belongs_to(Person, as = writer)]
struct Note {
    id: i64,
    subject_type: Option<String>,
    subject_id: Option<i64>,
    writer_id: Option<i64>,
}

const SCHEMA: Schema = schema![Team, Person, Seat, Note];

/// All rows, in memory.
struct Rows {
    teams: Vec<Team>,
    people: Vec<Person>,
    seats: Vec<Seat>,
    notes: Vec<Note>,
}

async fn fill(db: &Db, random: &mut Random) -> Result<Rows> {
    SCHEMA.delete_all(db).await?;
    let (teams, people) = (1 + random.below(5), 1 + random.below(7));
    let keys = |count: u64| 1..=i64::try_from(count).unwrap();
    let new_teams = keys(teams).map(|id| Team::build().id(id).size(id % 3));
    let teams = Team::insert_all(db, new_teams.collect::<Vec<_>>()).await?;
    let new_people = keys(people).map(|id| Person::build().id(id).level(id % 2));
    let people = Person::insert_all(db, new_people.collect::<Vec<_>>()).await?;
    let mut seats = Vec::new();
    for team in &teams {
        for person in people.iter().filter(|_| random.below(2) == 0) {
            seats.push(Seat::build().team_id(team.id).person_id(person.id).rank(team.id * 10 - person.id));
        }
    }
    let count = people.len() as u64;
    let new_notes = keys(20).map(|id| {
        // Some owners were never there, and some notes have none.
        let kind = random.key(2).map(|kind| if kind == 1 { "team" } else { "person" });
        let subject = kind.and_then(|_| random.key(6));
        let note = Note::build().id(id).subject_type(kind.map(str::to_owned)).subject_id(subject);
        note.writer_id(random.key(count))
    });
    let new_notes: Vec<_> = new_notes.collect();
    Ok(Rows {
        seats: Seat::insert_all(db, seats).await?,
        notes: Note::insert_all(db, new_notes).await?,
        teams,
        people,
    })
}

impl Rows {
    fn members(&self, team: i64, cut: Cut) -> Vec<Person> {
        let sits = |person: &Person| self.seat(team, person.id).is_some();
        cut.apply(&self.people, |person| person.id, sits)
    }

    fn seat(&self, team: i64, person: i64) -> Option<&Seat> {
        self.seats.iter().find(|seat| (seat.team_id, seat.person_id) == (team, person))
    }

    fn written(&self, writer: i64, cut: Cut) -> Vec<Note> {
        cut.apply(&self.notes, |note| note.id, |note| note.writer_id == Some(writer))
    }

    fn notes_on(&self, kind: &str, key: i64, cut: Cut) -> Vec<Note> {
        let on = |note: &Note| note.subject_type.as_deref() == Some(kind) && note.subject_id == Some(key);
        cut.apply(&self.notes, |note| note.id, on)
    }

    fn team(&self, key: Option<i64>) -> Option<&Team> {
        self.teams.iter().find(|team| Some(team.id) == key)
    }

    fn person(&self, key: Option<i64>) -> Option<&Person> {
        self.people.iter().find(|person| Some(person.id) == key)
    }

    /// The subject of a note: a team of this size or more with its members, or a person with what it wrote.
    fn subject(&self, note: &Note, size: i64, (members, written): (Cut, Cut)) -> Value {
        match note.subject_type.as_deref() {
            Some("team") => {
                let team = self.team(note.subject_id).filter(|team| team.size >= size);
                team.map(|team| with(json(team), "members", json(&self.members(team.id, members))))
            }
            Some(_) => {
                let person = self.person(note.subject_id);
                person.map(|person| with(json(person), "own_notes", json(&self.written(person.id, written))))
            }
            None => None,
        }
        .unwrap_or_default()
    }
}

/// One tree, of one of five forms, loaded and found.
async fn tree(db: &Db, rows: &Rows, random: &mut Random) -> Result<(Value, Value)> {
    let cuts = (Cut::random(random), Cut::random(random));
    let size = i64::try_from(random.below(3)).unwrap();
    match random.below(5) {
        0 => down_a_junction(db, rows, cuts).await,
        1 => with_seats(db, rows, cuts).await,
        2 => owners(db, rows, (size, cuts)).await,
        3 => required_owners(db, rows, (size, cuts)).await,
        _ => owners_below(db, rows, (size, cuts)).await,
    }
}

async fn down_a_junction(db: &Db, rows: &Rows, (first, second): (Cut, Cut)) -> Result<(Value, Value)> {
    let members = cut!(Team::MEMBERS, Person::ID, first);
    let members = members.include(cut!(Person::OWN_NOTES, Note::ID, second).include(Note::WRITER));
    let found = Team::query().order_by(Team::ID.asc()).include(members).all(db).await?;
    let expected = rows.teams.iter().map(|team| {
        let members = rows.members(team.id, first).into_iter().map(|member| {
            let notes = rows.written(member.id, second).into_iter();
            let notes: Value = notes.map(|note| with(json(&note), "writer", json(&member))).collect();
            with(json(&member), "own_notes", notes)
        });
        with(json(team), "members", members.collect::<Value>())
    });
    Ok((json(&found), expected.collect()))
}

async fn with_seats(db: &Db, rows: &Rows, (first, second): (Cut, Cut)) -> Result<(Value, Value)> {
    let teams = cut!(Person::TEAMS, Team::ID, first).include(cut!(Team::NOTES, Note::ID, second));
    let found = Person::query().order_by(Person::ID.asc()).include(teams.with_through()).all(db).await?;
    let expected = rows.people.iter().map(|person| {
        let own = |team: &Team| rows.seat(team.id, person.id).is_some();
        let teams = first.apply(&rows.teams, |team| team.id, own).into_iter().map(|team| {
            let notes = json(&rows.notes_on("team", team.id, second));
            with(with(json(&team), "notes", notes), "through", json(&rows.seat(team.id, person.id)))
        });
        with(json(person), "teams", teams.collect::<Value>())
    });
    Ok((json(&found), expected.collect()))
}

/// The subjects of notes, refined for each model.
macro_rules! subject {
    ($size:expr, $members:expr, $written:expr) => {
        Note::SUBJECT
            .filter(Team::SIZE.gte($size))
            .include(cut!(Team::MEMBERS, Person::ID, $members))
            .include(cut!(Person::OWN_NOTES, Note::ID, $written))
    };
}

async fn owners(db: &Db, rows: &Rows, (size, cuts): (i64, (Cut, Cut))) -> Result<(Value, Value)> {
    let subject = subject!(size, cuts.0, cuts.1);
    let found = Note::query().order_by(Note::ID.asc()).include(subject).include(Note::WRITER).all(db).await?;
    let expected = rows.notes.iter().map(|note| {
        let writer = json(&rows.person(note.writer_id));
        with(with(json(note), "writer", writer), "subject", rows.subject(note, size, cuts))
    });
    Ok((json(&found), expected.collect()))
}

/// A page of the notes that have a subject.
async fn required_owners(db: &Db, rows: &Rows, (size, cuts): (i64, (Cut, Cut))) -> Result<(Value, Value)> {
    let notes = Note::query().order_by(Note::ID.asc()).include(subject!(size, cuts.0, cuts.1).required());
    let found = notes.limit(4).offset(1).all(db).await?;
    let owned = rows.notes.iter().map(|note| with(json(note), "subject", rows.subject(note, size, cuts)));
    let expected = owned.filter(|note| !note["subject"].is_null()).skip(1).take(4);
    Ok((json(&found), expected.collect()))
}

async fn owners_below(db: &Db, rows: &Rows, (size, cuts): (i64, (Cut, Cut))) -> Result<(Value, Value)> {
    let written = cut!(Person::OWN_NOTES, Note::ID, cuts.1).include(subject!(size, cuts.0, cuts.1));
    let found = Person::query().order_by(Person::ID.asc()).include(written).include(Person::TEAMS.count());
    let found = found.all(db).await?;
    let expected = rows.people.iter().map(|person| {
        let written = rows.written(person.id, cuts.1).into_iter();
        let written = written.map(|note| with(json(&note), "subject", rows.subject(&note, size, cuts)));
        let teams = rows.seats.iter().filter(|seat| seat.person_id == person.id).count();
        with(with(json(person), "own_notes", written.collect::<Value>()), "teams", json!(teams))
    });
    Ok((json(&found), expected.collect()))
}

async fn equals_a_loop_over_links_and_owners(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut random = Random(21);
    for round in 0..trees(2_000).div_ceil(50) {
        let rows = fill(&db, &mut random).await?;
        for nth in 0..50 {
            let (loaded, found) = tree(&db, &rows, &mut random).await?;
            assert_eq!(loaded, found, "tree {nth} of round {round}");
        }
    }
    Ok(())
}
