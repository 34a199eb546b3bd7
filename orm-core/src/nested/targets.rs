//! Rows at the other side of a junction: new or existing ones, linked to a new row.
use std::collections::HashMap;

use super::{
    Association, Builder, Builds, Complete, Denotes, Draft, ExistingRow, Fill, IsModel, LinkedRow, Model,
    Nested, NewOrExisting, NewRow, OneOfBoth, Pending, PhantomData, Session, into_drafts, mapped,
    store_level,
};
use crate::association::access::{link_columns, required_key, scope};
use crate::association::belongs_to_many::{self, NewLinks};
use crate::association::keys::RowKey;
use crate::association::{Crossing, Each, Link, Lone, ManyToMany, Unsaid};
use crate::error::Result;
use crate::load::{Include as _, Included, Sources};
use crate::value::Value;

/// What a builder's setter of a `belongs_to_many` takes for each row: the builder of a new one, an existing one or its
/// key; or that with the values of the junction's row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no row (and no key, and no builder of a row) that the association `{A}` leads to",
    label = "expected rows of the association's target, their keys, or their builders",
    note = "give an existing row as `&row` or by its key, a new one as a builder; with values of its junction row: `(row, …::build()…)`"
)]
pub trait Target<A: ManyToMany> {
    /// What waits until the row is stored that it is linked to.
    type Row;
    /// What it says of the junction's row.
    type Through;

    /// The row, and the values given for the junction's row.
    fn into_target(self) -> Joining<Self::Row>;
}

/// As [`Target`], by what a value denotes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no row (and no key, and no builder of a row) that the association `{A}` leads to",
    label = "expected rows of the association's target, their keys, or their builders",
    note = "give an existing row as `&row` or by its key, a new one as a builder; with values of its junction row: `(row, …::build()…)`"
)]
pub trait TargetAs<A: ManyToMany, Row> {
    /// See [`Target`].
    type Row;
    /// See [`Target`].
    type Through;

    /// See [`Target`].
    fn into_target(self) -> Joining<Self::Row>;
}

#[diagnostic::do_not_recommend]
impl<A: ManyToMany, T: Denotes + TargetAs<A, <T as Denotes>::Row>> Target<A> for T {
    type Row = <T as TargetAs<A, <T as Denotes>::Row>>::Row;
    type Through = <T as TargetAs<A, <T as Denotes>::Row>>::Through;

    fn into_target(self) -> Joining<Self::Row> {
        TargetAs::into_target(self)
    }
}

/// A row that is to be linked, with the values given for its junction row.
#[derive(Debug)]
pub struct Joining<R> {
    row: R,
    through: Vec<Option<Value>>,
}

impl<R> Joining<R> {
    fn alone(row: R) -> Self {
        Self { row, through: Vec::new() }
    }
}

/// The builder of a new row.
#[derive(Debug)]
pub struct NewTarget<B>(B);

/// The key of an existing row.
#[derive(Debug)]
pub struct KnownTarget(Vec<Value>);

/// The builder of a new row, or the key of an existing one.
#[derive(Debug)]
pub struct EitherTarget<B>(NewOrExisting<B, KnownTarget>);

#[diagnostic::do_not_recommend]
impl<A: ManyToMany, B: Builds<A::Target>> TargetAs<A, NewRow> for B {
    type Row = NewTarget<B::Checked>;
    type Through = Unsaid;

    fn into_target(self) -> Joining<NewTarget<B::Checked>> {
        Joining::alone(NewTarget(self.checked()))
    }
}

fn known<A: Association>(link: &impl Link<A>) -> KnownTarget {
    KnownTarget(link.link_values(link_columns(A::RELATION)))
}

#[diagnostic::do_not_recommend]
impl<A: ManyToMany, L: Link<A>> TargetAs<A, ExistingRow> for L {
    type Row = KnownTarget;
    type Through = Unsaid;

    fn into_target(self) -> Joining<KnownTarget> {
        Joining::alone(known::<A>(&self))
    }
}

#[diagnostic::do_not_recommend]
impl<A, B, L> TargetAs<A, OneOfBoth> for NewOrExisting<B, L>
where
    A: ManyToMany,
    B: Builder<Model = A::Target>,
    L: Link<A>,
{
    type Row = EitherTarget<B>;
    type Through = Unsaid;

    fn into_target(self) -> Joining<EitherTarget<B>> {
        Joining::alone(EitherTarget(match self {
            Self::New(builder) => NewOrExisting::New(builder),
            Self::Existing(link) => NewOrExisting::Existing(known::<A>(&link)),
        }))
    }
}

#[diagnostic::do_not_recommend]
impl<A, T, J> TargetAs<A, LinkedRow> for (T, J)
where
    A: Crossing,
    T: Target<A, Through = Unsaid>,
    J: Builds<A::Junction>,
    J::Nested: super::Alone,
{
    type Row = T::Row;
    type Through = Each<J::Checked>;

    fn into_target(self) -> Joining<T::Row> {
        Joining { row: self.0.into_target().row, through: self.1.into_draft().into_values() }
    }
}

/// Enough is said of the junction's rows to store them together with a new row.
pub trait Joins<A> {}

impl<A: ManyToMany + Lone<A::Junction, A::Lacking>> Joins<A> for Unsaid {}

impl<A, J: Builder + Complete<A>> Joins<A> for Each<J> {}

/// The keys of what each source is linked to.
#[derive(Debug)]
pub struct Keys(Vec<Vec<RowKey>>);

/// Rows that are linked, once they are stored.
pub trait Joined<A: ManyToMany>: Sized + Send + 'static {
    /// What fills the slot for each.
    type Stored: Send + 'static;
    /// What is kept until the links are stored.
    type Kept: Send + 'static;

    /// Stores those that are new; gives the keys of all.
    #[doc(hidden)]
    fn store(rows: Vec<Self>, session: Session<'_>) -> Pending<'_, (Vec<Vec<Value>>, Self::Kept)>;

    /// What fills the slots of the sources; of each, the keys that it is linked to.
    #[doc(hidden)]
    fn slots<'a, O: IsModel<Row = A::Source>>(
        kept: Self::Kept,
        session: Session<'a>,
        sources: &[O],
        keys: Keys,
    ) -> Pending<'a, Vec<Vec<Self::Stored>>>;
}

impl<A: ManyToMany, B: Builder<Model = A::Target> + Complete<A>> Joined<A> for NewTarget<B> {
    type Stored = B::Stored;
    type Kept = Vec<B::Stored>;

    fn store(rows: Vec<Self>, session: Session<'_>) -> Pending<'_, (Vec<Vec<Value>>, Self::Kept)> {
        Box::pin(async move {
            let stored = store_new::<A, B>(session, rows.into_iter().map(|row| row.0).collect()).await?;
            let keys = stored.iter().map(|row| far_key::<A>(row.row())).collect();
            Ok((keys, stored))
        })
    }

    fn slots<'a, O: IsModel<Row = A::Source>>(
        kept: Self::Kept,
        _: Session<'a>,
        _: &[O],
        keys: Keys,
    ) -> Pending<'a, Vec<Vec<Self::Stored>>> {
        let mut kept = kept.into_iter();
        let slots = keys.0.into_iter().map(|keys| kept.by_ref().take(keys.len()).collect()).collect();
        Box::pin(std::future::ready(Ok(slots)))
    }
}

impl<A: ManyToMany> Joined<A> for KnownTarget {
    type Stored = A::Target;
    type Kept = ();

    fn store(rows: Vec<Self>, _: Session<'_>) -> Pending<'_, (Vec<Vec<Value>>, ())> {
        Box::pin(std::future::ready(Ok((rows.into_iter().map(|row| row.0).collect(), ()))))
    }

    fn slots<'a, O: IsModel<Row = A::Source>>(
        (): (),
        session: Session<'a>,
        sources: &[O],
        keys: Keys,
    ) -> Pending<'a, Vec<Vec<A::Target>>> {
        Box::pin(load::<A>(session, Sources::of(A::RELATION, sources), keys.0))
    }
}

impl<A: ManyToMany, B> Joined<A> for EitherTarget<B>
where
    B: Builder<Model = A::Target, Stored = A::Target> + Complete<A>,
{
    type Stored = A::Target;
    type Kept = ();

    fn store(rows: Vec<Self>, session: Session<'_>) -> Pending<'_, (Vec<Vec<Value>>, ())> {
        Box::pin(async move {
            let (mut new, mut keys) = (Vec::new(), Vec::with_capacity(rows.len()));
            for row in rows {
                keys.push(match row.0 {
                    NewOrExisting::New(builder) => {
                        new.push(builder);
                        None
                    }
                    NewOrExisting::Existing(known) => Some(known.0),
                });
            }
            let stored = store_new::<A, B>(session, new).await?;
            let mut stored = stored.iter().map(far_key::<A>);
            Ok((keys.into_iter().filter_map(|key| key.or_else(|| stored.next())).collect(), ()))
        })
    }

    fn slots<'a, O: IsModel<Row = A::Source>>(
        (): (),
        session: Session<'a>,
        sources: &[O],
        keys: Keys,
    ) -> Pending<'a, Vec<Vec<A::Target>>> {
        Box::pin(load::<A>(session, Sources::of(A::RELATION, sources), keys.0))
    }
}

/// Stores new rows with what is nested in them, within the association's scope.
async fn store_new<A: ManyToMany, B: Builder<Model = A::Target>>(
    session: Session<'_>,
    builders: Vec<B>,
) -> Result<Vec<B::Stored>> {
    if builders.is_empty() {
        return Ok(Vec::new());
    }
    let (mut drafts, nested) = into_drafts(builders);
    for (position, value) in scope(A::RELATION) {
        drafts.iter_mut().for_each(|draft| draft.set(position, value.clone()));
    }
    store_level(session, drafts, nested).await
}

fn far_key<A: Association>(row: &A::Target) -> Vec<Value> {
    link_columns(A::RELATION).iter().map(|&position| row.value(position)).collect()
}

/// The linked rows as an include gives them, in the order in which they were given.
async fn load<A: ManyToMany>(
    session: Session<'_>,
    sources: Sources,
    keys: Vec<Vec<RowKey>>,
) -> Result<Vec<Vec<A::Target>>> {
    let slots = Included::<A>::new().fetch(session, sources).await?;
    let ordered = slots.into_iter().zip(keys).map(|(rows, keys)| {
        let places: HashMap<RowKey, usize> = keys.into_iter().zip(0..).collect();
        let mut rows = rows.unwrap_or_default();
        rows.sort_by_cached_key(|row| places.get(&RowKey(far_key::<A>(row))).copied());
        rows
    });
    Ok(ordered.collect())
}

/// What `Inner` stores, and rows that are linked to the new row.
#[derive(Debug)]
pub struct WithTargets<Inner, A, R> {
    inner: Inner,
    targets: Vec<Joining<R>>,
    association: PhantomData<fn() -> A>,
}

impl<Inner, A: ManyToMany, R> WithTargets<Inner, A, R> {
    /// Nests rows; the derive calls it.
    pub fn new<T: Target<A, Row = R>>(inner: Inner, rows: impl IntoIterator<Item = T>) -> Self {
        let targets = rows.into_iter().map(Target::into_target).collect();
        Self { inner, targets, association: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<M, Inner, A, R, Whole> Nested<M> for WithTargets<Inner, A, R>
where
    M: Model,
    Inner: Nested<M>,
    A: ManyToMany<Source = M>,
    R: Joined<A>,
    Inner::Output: Fill<A, Vec<R::Stored>, Passed<Self> = Whole>,
    Whole: From<Self>,
    <Inner::Output as Fill<A, Vec<R::Stored>>>::Filled: IsModel<Row = M> + Send + 'static,
{
    type Output = <Inner::Output as Fill<A, Vec<R::Stored>>>::Filled;
    type Rest = (Inner::Rest, Vec<Vec<Joining<R>>>);
    type Itself = Whole;

    fn itself(self) -> Whole {
        self.into()
    }

    fn before<'a>(
        nested: Vec<Self>,
        session: Session<'a>,
        drafts: &'a mut [Draft<M>],
    ) -> Pending<'a, Self::Rest> {
        let (inner, targets): (Vec<_>, Vec<_>) =
            nested.into_iter().map(|one| (one.inner, one.targets)).unzip();
        mapped(Inner::before(inner, session, drafts), |rest| Ok((rest, targets)))
    }

    fn after(
        (rest, lists): Self::Rest,
        session: Session<'_>,
        rows: Vec<M>,
    ) -> Pending<'_, Vec<Self::Output>> {
        Box::pin(async move {
            let rows = Inner::after(rest, session, rows).await?;
            let Unlinked { targets, mut links } = Unlinked::new::<A, _>(&rows, lists)?;
            if targets.is_empty() {
                return Ok(rows.into_iter().map(|row| row.fill(Vec::new())).collect());
            }
            let (keys, kept) = R::store(targets, session).await?;
            let keys = distribute(keys, &mut links);
            belongs_to_many::link_new::<A>(session, links).await?;
            let slots = R::slots(kept, session, &rows, Keys(keys));
            let slots = slots.await?;
            Ok(rows.into_iter().zip(slots).map(|(row, slot)| row.fill(slot)).collect())
        })
    }
}

/// The rows to be linked, of all sources in one list, and for each source its key and what its links say.
struct Unlinked<R> {
    targets: Vec<R>,
    links: Vec<NewLinks>,
}

impl<R> Unlinked<R> {
    fn new<A: ManyToMany, O: IsModel<Row = A::Source>>(
        sources: &[O],
        lists: Vec<Vec<Joining<R>>>,
    ) -> Result<Self> {
        let mut targets = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        let mut links = Vec::with_capacity(sources.len());
        for (source, list) in sources.iter().zip(lists) {
            let own = if list.is_empty() { Vec::new() } else { required_key::<A>(source.row())? };
            let mut joined = Vec::with_capacity(list.len());
            for Joining { row, through } in list {
                targets.push(row);
                joined.push((RowKey(Vec::new()), through));
            }
            links.push((own, joined));
        }
        Ok(Self { targets, links })
    }
}

/// Gives the links their keys; also gives the keys of each source.
fn distribute(keys: Vec<Vec<Value>>, links: &mut [NewLinks]) -> Vec<Vec<RowKey>> {
    let mut keys = keys.into_iter().map(RowKey);
    let per_source = links.iter_mut().map(|(_, joined)| {
        let own: Vec<RowKey> = keys.by_ref().take(joined.len()).collect();
        joined.iter_mut().zip(&own).for_each(|((far, _), key)| far.clone_from(key));
        own
    });
    per_source.collect()
}
