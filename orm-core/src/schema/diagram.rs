//! A schema as a picture: an entity-relationship diagram in the language of Mermaid.
use std::fmt::Write as _;

use super::{ForeignKey, Schema, Table};

impl Schema {
    /// Draws the tables and their foreign keys as a Mermaid `erDiagram`, which many viewers of Markdown show.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert!(orm_example::SCHEMA.diagram().starts_with("erDiagram"));
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn diagram(&self) -> String {
        let tables = self.tables();
        let mut text = String::from("erDiagram\n");
        for table in &tables {
            draw_table(&mut text, table);
        }
        for table in &tables {
            for key in &table.foreign_keys {
                draw_key(&mut text, table, key);
            }
            draw_owners(&mut text, table);
        }
        text
    }
}

fn draw_table(text: &mut String, table: &Table) {
    let _ = writeln!(text, "    \"{}\" {{", table.name);
    for column in &table.columns {
        let mut marks = Vec::new();
        let _ = write!(text, "        {:?} {}", column.description.ty, column.name);
        if table.key.contains(&column.name) {
            marks.push("PK");
        }
        if table.foreign_keys.iter().any(|key| key.columns.contains(&column.name)) {
            marks.push("FK");
        }
        if table.uniques.iter().any(|unique| unique.columns == [column.name.as_ref()]) {
            marks.push("UK");
        }
        text.push_str(if marks.is_empty() { "" } else { " " });
        text.push_str(&marks.join(", "));
        text.push('\n');
    }
    text.push_str("    }\n");
}

fn draw_key(text: &mut String, table: &Table, key: &ForeignKey) {
    let parent = if key.optional { "|o" } else { "||" };
    let is_unique =
        table.key == key.columns || table.uniques.iter().any(|unique| unique.columns == key.columns);
    let children = if is_unique { "o|" } else { "o{" };
    let label = key.association.as_deref().unwrap_or(&key.name);
    let _ = writeln!(text, "    \"{}\" {parent}--{children} \"{}\" : \"{label}\"", key.target, table.name);
}

/// The owners of polymorphic associations, with dots: no constraint holds them.
fn draw_owners(text: &mut String, table: &Table) {
    let Some(model) = table.model else { return };
    for polymorphic in model.polymorphics {
        let fields = [polymorphic.type_field, polymorphic.key_field].map(|field| model.position(field));
        let columns: Vec<_> =
            fields.into_iter().flatten().map(|position| model.columns[position].name).collect();
        let children = if table.uniques.iter().any(|unique| unique.columns == columns) { "o|" } else { "o{" };
        for kind in polymorphic.kinds {
            let (owner, name) = ((kind.target)().table, polymorphic.name);
            let _ = writeln!(
                text,
                "    \"{owner}\" |o..{children} \"{}\" : \"{}.{name}\"",
                table.name, model.name
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Schema;
    use super::super::fixture::{belongs_to, leak, model};

    #[test]
    fn draws_tables_and_keys() {
        let project = leak(model("Project", &["id: i64"], vec![]));
        let task = leak(model(
            "Task",
            &["id: i64", "project_id: Option<i64>"],
            vec![belongs_to("Project", &["project_id"])],
        ));
        let drawn = Schema::unchecked(vec![project, task]).diagram();
        let lines: Vec<&str> = drawn.lines().map(str::trim).collect();
        assert_eq!(
            lines,
            [
                "erDiagram",
                "\"projects\" {",
                "BigInt id PK",
                "}",
                "\"tasks\" {",
                "BigInt id PK",
                "BigInt project_id FK",
                "}",
                "\"projects\" |o--o{ \"tasks\" : \"Task.project\"",
            ]
        );
    }
}
