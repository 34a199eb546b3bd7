//! New rows: which columns were given is in the builder's type, so that a missing one does not compile.
use crate::association::{Association, Link, ManyToMany, Relation};
use crate::column::UniqueColumnOf;
use crate::load::Plain;
use crate::model::{IsModel, Model};
use crate::nested::{Alone, Children, Denotes, Nested, NestedBy, NewRow, Parent, Target, WithTargets};
use crate::session::{Executor, Pending};
use crate::store;
use crate::value::Value;

mod storable;

pub use storable::Storable;

/// Whether a required column was given, as a type.
pub trait State: Send + 'static {
    /// Whether it was.
    const IS_GIVEN: bool;
}

/// The column was given.
#[derive(Debug, Clone, Copy)]
pub enum Set {}

/// The column was not given yet.
#[derive(Debug, Clone, Copy)]
pub enum Missing {}

impl State for Set {
    const IS_GIVEN: bool = true;
}

impl State for Missing {
    const IS_GIVEN: bool = false;
}

/// A column that has a value when the row is stored: it was given, or the association provides it.
#[diagnostic::on_unimplemented(
    message = "this `{M}` cannot be stored: `{Column}` was not given",
    label = "`{Column}` is missing",
    note = "give it before, by the setter of that name or by that of its association; or make the field an `Option`, or give it `#[column(default = …)]`"
)]
pub trait Given<M, Column, Provider, Position> {}

#[diagnostic::do_not_recommend]
impl<M, Column, Provider, Position> Given<M, Column, Provider, Position> for Set {}

#[diagnostic::do_not_recommend]
impl<M, Column, P: Provides<M, At>, At> Given<M, Column, P, At> for Missing {}

/// A column that was not given before.
#[diagnostic::on_unimplemented(
    message = "`{Column}` is given twice",
    label = "given a second time here",
    note = "a column of a new `{M}` is given once, by itself or through its association"
)]
pub trait NotGiven<M, Column> {}

#[diagnostic::do_not_recommend]
impl<M, Column> NotGiven<M, Column> for Missing {}

/// A builder whose column at a position was not given, so that the association `A` can give it.
#[diagnostic::on_unimplemented(
    message = "`{A}` gives the new row its key, but this builder was given one already",
    label = "this has its key already",
    note = "leave the key out of the builder, and the association that it belongs to"
)]
pub trait Leaves<A, Position> {}

/// What fills the column at a position from outside: an association fills its foreign key.
pub trait Provides<M, Position> {}

/// No position: no [`Nth`](crate::model::Nth), so that it stands in nobody's way where a position cannot be told.
#[derive(Debug, Clone, Copy)]
pub enum Elsewhere {}

// With these two, rustc does not take the only column that an association fills for the one that was meant, nor one of them
// where it fills none.
#[diagnostic::do_not_recommend]
impl<M, A: Association> Provides<M, Elsewhere> for A {}

#[diagnostic::do_not_recommend]
impl<M, A: Association> Provides<M, Nothing> for A {}

/// Fills no column.
#[derive(Debug, Clone, Copy)]
pub enum Nothing {}

/// A new row under construction. Implemented by `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no builder of a new row",
    label = "a builder is expected here",
    note = "`build()` of a model begins one: `Task::build().title(…)`"
)]
pub trait Builder: Denotes<Row = NewRow> + Sized + Send + 'static {
    /// The model of the row.
    type Model: Model;

    /// What is stored together with it.
    type Nested: Nested<Self::Model, Output = Self::Stored>;
    /// What is given once it is stored: the row, with what was stored together with it.
    type Stored: IsModel<Row = Self::Model> + Send + 'static;

    /// The values given so far, and what is nested.
    fn into_parts(self) -> (Draft<Self::Model>, Self::Nested);

    /// The values given so far, of a row alone.
    fn into_draft(self) -> Draft<Self::Model>
    where
        Self::Nested: Alone,
    {
        self.into_parts().0
    }

    /// Stores the row and gives it with its key. With nested rows, all of them are stored or none, and they are given
    /// as an include would give them.
    ///
    /// # Errors
    ///
    /// A violation if a constraint refuses it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let project = Project::build().name("Luna").tasks([Task::build().title("Land")]).insert(&db).await?;
    /// assert_eq!(project.tasks[0].project_id, project.id);
    ///
    /// let error = User::build().name("Ada").insert(&db).await.unwrap_err();
    /// assert_eq!(error.kind(), orm::ErrorKind::UniqueViolation);
    /// # Ok(())
    /// # });
    /// ```
    // On one line, because rustc shows it with every column that is missing.
    #[rustfmt::skip]
    fn insert<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, Self::Stored> where Self: Complete {
        let (draft, nested) = self.into_parts();
        nested.store_one(db.session(), draft)
    }

    /// Stores the row, or writes the given columns to the one that has its primary key; gives what is stored then.
    ///
    /// # Errors
    ///
    /// A violation if a constraint refuses it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let profile = Profile::build().id(1).text("Hello").upsert(&db).await?;
    /// let same = Profile::build().id(1).text("Good bye").upsert(&db).await?;
    /// assert_eq!((same.id, same.text.as_str()), (profile.id, "Good bye"));
    /// # Ok(())
    /// # });
    /// ```
    fn upsert<'a>(self, db: &'a (impl Executor + ?Sized)) -> Pending<'a, Self::Model>
    where
        Self: Complete,
        Self::Nested: Alone,
    {
        Box::pin(store::upsert(db.session(), self.into_draft(), Self::Model::DESCRIPTION.key))
    }

    /// Stores the row, or writes the given columns to the one that has the same value in a unique column.
    ///
    /// # Errors
    ///
    /// A violation if another constraint refuses it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let ada = User::build().name("Ada").upsert_on(&db, User::NAME).await?;
    /// assert_eq!(ada.id, 1);
    /// # Ok(())
    /// # });
    /// ```
    fn upsert_on<'a>(
        self,
        db: &'a (impl Executor + ?Sized),
        column: impl UniqueColumnOf<Self::Model>,
    ) -> Pending<'a, Self::Model>
    where
        Self: Complete,
        Self::Nested: Alone,
    {
        let (session, position) = (db.session(), column.unique_position());
        Box::pin(async move { store::upsert(session, self.into_draft(), &[position]).await })
    }
}

/// A new row of the model `M` under construction. Implemented by `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no new `{M}`",
    label = "expected `{M}::build()…`",
    note = "a new `{M}` is given by its builder; an existing one is linked by `set_…` or `add_…`"
)]
pub trait Builds<M>: Builder<Model = M> {
    /// The builder itself; named through here, nothing more is asked of what is none.
    type Checked: Builder<Model = M>;

    /// The builder itself.
    fn checked(self) -> Self::Checked;
}

/// A builder that has every required column, but for those that `Provider` fills.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no builder of a new row",
    label = "a builder is expected here",
    note = "`build()` of a model begins one; an existing row can be linked once this one is stored"
)]
pub trait Complete<Provider = Nothing> {}

/// A builder that can be stored as it is: what a function gives that begins new rows.
///
/// `fn draft(title: &str) -> impl Ready<Task> { Task::build().title(title).done(false) }`
pub trait Ready<M>: Builds<M, Checked = Self> + Complete {}

impl<M, B: Builds<M, Checked = B> + Complete> Ready<M> for B {}

/// A new row under construction: its values, and what is nested in it.
pub struct Growing<M, N = Plain> {
    pub(crate) draft: Draft<M>,
    pub(crate) nested: N,
}

impl<M: Model> Default for Growing<M> {
    fn default() -> Self {
        Self { draft: Draft::default(), nested: Plain }
    }
}

impl<M: Model, N> std::fmt::Debug for Growing<M, N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.draft.fmt(f)
    }
}

impl<M: Model, N> Growing<M, N> {
    /// Gives a column its value.
    #[must_use]
    pub fn set(mut self, position: usize, value: Value) -> Self {
        self.draft.set(position, value);
        self
    }

    /// Gives several columns their values.
    #[must_use]
    pub fn with(mut self, give: impl FnOnce(&mut Draft<M>)) -> Self {
        give(&mut self.draft);
        self
    }

    /// Links or nests what the row points to.
    pub fn point<A: Association<Source = M>, P: Parent<A, N>>(mut self, row: P) -> Growing<M, P::Nested> {
        let nested = row.attach(&mut self.draft, self.nested);
        Growing { draft: self.draft, nested }
    }

    /// Nests what points to the row.
    pub fn nest<A: Association, C: Children<A>>(self, children: C) -> Growing<M, C::Layer<N>> {
        Growing { draft: self.draft, nested: children.nest(self.nested) }
    }

    /// Nests a list of rows that point to the row.
    pub fn nest_all<A: Association, B: NestedBy<A::Target, A, N>>(
        self,
        children: impl IntoIterator<Item = B>,
    ) -> Growing<M, B::Layer> {
        Growing { draft: self.draft, nested: B::nest_all(children.into_iter().collect(), self.nested) }
    }

    /// The same, once it is known that all of it can be nested.
    #[must_use]
    pub fn itself(self) -> Growing<M, N::Itself>
    where
        N: Nested<M>,
    {
        Growing { draft: self.draft, nested: self.nested.itself() }
    }

    /// Nests rows that are linked to the row.
    pub fn join<A: ManyToMany, T: Target<A>>(
        self,
        rows: impl IntoIterator<Item = T>,
    ) -> Growing<M, WithTargets<N, A, T::Row>> {
        Growing { draft: self.draft, nested: WithTargets::new(self.nested, rows) }
    }

    /// The values, and what is nested.
    pub fn into_parts(self) -> (Draft<M>, N) {
        (self.draft, self.nested)
    }
}

/// The values of a new row: one place per column.
pub struct Draft<M> {
    values: Vec<Option<Value>>,
    relation: Option<&'static Relation>,
    model: std::marker::PhantomData<fn() -> M>,
}

impl<M: Model> Default for Draft<M> {
    fn default() -> Self {
        let values = vec![None; M::DESCRIPTION.columns.len()];
        Self { values, relation: None, model: std::marker::PhantomData }
    }
}

impl<M: Model> std::fmt::Debug for Draft<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given = M::DESCRIPTION.columns.iter().zip(&self.values).filter(|(_, value)| value.is_some());
        f.debug_struct(M::DESCRIPTION.name)
            .field("given", &given.map(|(column, _)| column.field).collect::<Vec<_>>())
            .finish()
    }
}

impl<M: Model> Draft<M> {
    /// Gives a column its value.
    pub fn set(&mut self, position: usize, value: Value) {
        self.values[position] = Some(value.of_column(M::DESCRIPTION, position));
    }

    /// Gives several columns their values: a foreign key.
    pub fn set_all(&mut self, positions: &[usize], values: impl IntoIterator<Item = Value>) {
        for (&position, value) in positions.iter().zip(values) {
            self.set(position, value);
        }
    }

    /// Gives the foreign key of a `belongs_to` the key of the row it links to.
    pub fn link<A: Association<Source = M>>(&mut self, target: &impl Link<A>) {
        self.set_all(A::RELATION.source_columns, target.link_values(A::RELATION.target_columns));
    }

    /// Says which association the row is stored for, for spans.
    pub(crate) fn created_through(&mut self, relation: Option<&'static Relation>) {
        self.relation = relation;
    }

    pub(crate) fn relation(&self) -> Option<&'static Relation> {
        self.relation
    }

    /// The value given for a column.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<&Value> {
        self.values[position].as_ref()
    }

    /// The values, one place per column.
    #[must_use]
    pub fn into_values(self) -> Vec<Option<Value>> {
        self.values
    }
}
