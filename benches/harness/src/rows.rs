//! The rows, as those libraries give them that have no structs of their own.
use std::collections::HashMap;

#[derive(Debug)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub hair_color: Option<String>,
}

#[derive(Debug)]
pub struct Pet {
    pub id: i64,
    pub name: String,
    pub person_id: i64,
}

#[derive(Debug)]
pub struct Toy {
    pub id: i64,
    pub name: String,
    pub pet_id: i64,
}

#[derive(Debug)]
pub struct Club {
    pub id: i64,
    pub name: String,
}

/// A row with many columns.
#[derive(Debug)]
pub struct Record {
    pub id: i64,
    pub integers: [i64; 6],
    pub texts: [String; 6],
    pub notes: [Option<String>; 2],
    pub numbers: [f64; 3],
    pub flags: [bool; 2],
}

/// A row with what belongs to it.
#[derive(Debug)]
pub struct With<T, U> {
    pub row: T,
    pub children: Vec<U>,
}

/// Gives every parent its children.
pub fn group<T, U>(
    parents: Vec<T>,
    key: impl Fn(&T) -> i64,
    children: impl Iterator<Item = (i64, U)>,
) -> Vec<With<T, U>> {
    let places: HashMap<i64, usize> =
        parents.iter().enumerate().map(|(place, parent)| (key(parent), place)).collect();
    let mut families: Vec<_> = parents.into_iter().map(|row| With { row, children: Vec::new() }).collect();
    for (parent, child) in children {
        if let Some(&place) = places.get(&parent) {
            families[place].children.push(child);
        }
    }
    families
}

/// How many rows there are in all.
pub fn count<T, U>(families: &[With<T, U>]) -> usize {
    families.iter().map(|family| 1 + family.children.len()).sum()
}

/// How many rows there are in all, over three levels.
pub fn count_deep<T, U, V>(families: &[With<T, With<U, V>>]) -> usize {
    families.iter().map(|family| 1 + count(&family.children)).sum()
}

/// Keys as the text of a JSON list.
pub fn json(keys: impl Iterator<Item = i64>) -> String {
    let mut text = String::from("[");
    for (at, key) in keys.enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&key.to_string());
    }
    text.push(']');
    text
}
