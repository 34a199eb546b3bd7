//! Writes a program of many models with associations between them, as a large application has them.
use std::fmt::Write as _;

use crate::dice::Dice;

const TYPES: [(&str, &str); 6] = [
    ("String", "\"text\""),
    ("i32", "7"),
    ("f64", "0.5"),
    ("bool", "true"),
    ("Option<String>", "\"text\""),
    ("Option<i64>", "7"),
];

/// One model: each belongs to two others (one required, of a lower number), and has many of those that belong to it.
struct Model {
    owner: Option<usize>,
    friend: usize,
    columns: Vec<usize>,
}

/// The source of a program with this many models, each with a function that uses its associations.
pub(crate) fn program(count: usize) -> String {
    let mut dice = Dice(count as u64);
    let models: Vec<_> = (0..count)
        .map(|number| Model {
            owner: (number > 0).then(|| dice.below(number)),
            friend: dice.below(count),
            columns: (0..=dice.below(8)).map(|_| dice.below(TYPES.len())).collect(),
        })
        .collect();
    let mut source = String::from("//! Generated.\nuse orm::prelude::*;\n\n");
    for number in 0..count {
        write_model(&mut source, &models, number).expect("a string takes everything");
        write_use(&mut source, &models, number).expect("a string takes everything");
    }
    write_main(&mut source, count).expect("a string takes everything");
    source
}

/// The source of a program with this many models, of which each belongs to the one before it.
pub(crate) fn chain(count: usize) -> String {
    let mut source = String::from("//! Generated.\nuse orm::prelude::*;\n\n");
    for number in 0..count {
        let next = (number + 1 < count).then(|| format!("#[has_many(Link{}, as = links)]\n", number + 1));
        let previous = number.checked_sub(1);
        let belongs = previous.map(|previous| format!("#[belongs_to(Link{previous})]\n"));
        let key = previous.map(|previous| format!("    link{previous}_id: i64,\n"));
        let [next, belongs, key] = [next, belongs, key].map(Option::unwrap_or_default);
        let attributes = format!("#[derive(Model)]\n{next}{belongs}");
        write!(source, "{attributes}struct Link{number} {{\n    id: i64,\n{key}}}\n\n")
            .expect("a string takes everything");
    }
    let models: Vec<_> = (0..count).map(|number| format!("Link{number}")).collect();
    let body = "let db = orm::connect(\"sqlite::memory:\").await?;\n    SCHEMA.sync(&db).await?;";
    let reads =
        "let links = Link0::query().include(Link0::LINKS).all(&db).await?;\n    assert!(links.is_empty());";
    write!(
        source,
        "const SCHEMA: Schema = schema![{}];\n\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> \
         orm::Result<()> {{\n    {body}\n    {reads}\n    Ok(())\n}}\n",
        models.join(", ")
    )
    .expect("a string takes everything");
    source
}

fn write_model(source: &mut String, models: &[Model], number: usize) -> std::fmt::Result {
    let model = &models[number];
    writeln!(source, "#[derive(Model, Debug, Clone, PartialEq)]")?;
    if let Some(owner) = model.owner {
        writeln!(source, "#[belongs_to(Model{owner}, as = owner, on_delete = cascade)]")?;
    }
    writeln!(source, "#[belongs_to(Model{}, as = friend)]", model.friend)?;
    for (other, _) in models.iter().enumerate().filter(|(_, other)| other.owner == Some(number)) {
        writeln!(source, "#[has_many(Model{other}, as = things{other}, foreign_key = owner_id)]")?;
    }
    writeln!(source, "struct Model{number} {{\n    id: i64,")?;
    for (at, column) in model.columns.iter().enumerate() {
        writeln!(source, "    column{at}: {},", TYPES[*column].0)?;
    }
    if model.owner.is_some() {
        writeln!(source, "    owner_id: i64,")?;
    }
    writeln!(source, "    friend_id: Option<i64>,\n}}\n")
}

fn write_use(source: &mut String, models: &[Model], number: usize) -> std::fmt::Result {
    let model = &models[number];
    writeln!(source, "async fn use{number}(db: &Db) -> orm::Result<usize> {{")?;
    write!(source, "    let row = Model{number}::build()")?;
    for (at, column) in model.columns.iter().enumerate() {
        write!(source, ".column{at}({})", TYPES[*column].1)?;
    }
    if model.owner.is_some() {
        write!(source, ".owner_id(1)")?;
    }
    writeln!(source, ".insert(db).await?;")?;
    writeln!(source, "    let friend = row.get_friend(db).await?;")?;
    let found = format!("Model{number}::query().filter(Model{number}::FRIEND.exists())");
    writeln!(source, "    let found = {found}.include(Model{number}::FRIEND).all(db).await?;")?;
    let other = models.iter().position(|other| other.owner == Some(number));
    if let Some(other) = other {
        writeln!(
            source,
            "    let things = row.get_things{other}(db).filter(Model{other}::ID.gt(0)).await?;"
        )?;
        writeln!(source, "    row.count_things{other}(db).await?;\n    assert!(things.is_empty());")?;
    }
    writeln!(source, "    Ok(found.len() + usize::from(friend.is_some()))\n}}\n")
}

fn write_main(source: &mut String, count: usize) -> std::fmt::Result {
    let list: Vec<_> = (0..count).map(|number| format!("Model{number}")).collect();
    writeln!(source, "const SCHEMA: Schema = schema![{}];\n", list.join(", "))?;
    writeln!(source, "#[tokio::main]\nasync fn main() -> orm::Result<()> {{")?;
    writeln!(source, "    let db = orm::connect(\"sqlite::memory:\").await?;\n    SCHEMA.sync(&db).await?;")?;
    for number in 0..count {
        writeln!(source, "    assert_eq!(use{number}(&db).await?, 0);")?;
    }
    writeln!(source, "    Ok(())\n}}")
}
