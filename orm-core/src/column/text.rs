//! What can be asked about columns of text.
use super::Column;
use crate::model::Model;
use crate::query::Predicate;
use crate::statement::Expression;
use crate::value::{ColumnType, Textual};

/// Each asks for text itself, so that rustc finds the method, and then says what is missing.
impl<M: Model, T: ColumnType, U> Column<M, T, U> {
    /// Rows whose text matches a pattern, heeding case: `%` is any text, `_` any character, `\` takes the next one as
    /// it stands.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::TITLE.like("%i_n")).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn like(self, pattern: impl Into<String>) -> Predicate<M>
    where
        T: Textual,
    {
        Predicate::new(Expression::Like(Box::new(self.expression()), pattern.into(), true))
    }

    /// Rows whose text does not match a pattern; the opposite of [`like`](Column::like).
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::TITLE.not_like("B%")).count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn not_like(self, pattern: impl Into<String>) -> Predicate<M>
    where
        T: Textual,
    {
        !self.like(pattern)
    }

    /// Like [`like`](Column::like), whatever the case of ASCII letters (a database may know more letters).
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::TITLE.ilike("b%")).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn ilike(self, pattern: impl Into<String>) -> Predicate<M>
    where
        T: Textual,
    {
        Predicate::new(Expression::Like(Box::new(self.expression()), pattern.into(), false))
    }

    /// Rows whose text holds this one; `%` and `_` have no special meaning.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::TITLE.contains("e i")).count(&db).await?, 1);
    /// assert_eq!(Task::query().filter(Task::TITLE.contains("%")).count(&db).await?, 0);
    /// # Ok(())
    /// # });
    /// ```
    pub fn contains(self, text: &str) -> Predicate<M>
    where
        T: Textual,
    {
        self.like(format!("%{}%", escape(text)))
    }

    /// Rows whose text begins with this one; `%` and `_` have no special meaning.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::TITLE.starts_with("Des")).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn starts_with(self, text: &str) -> Predicate<M>
    where
        T: Textual,
    {
        self.like(format!("{}%", escape(text)))
    }

    /// Rows whose text ends with this one; `%` and `_` have no special meaning.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().filter(Task::TITLE.ends_with("it")).count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn ends_with(self, text: &str) -> Predicate<M>
    where
        T: Textual,
    {
        self.like(format!("%{}", escape(text)))
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
