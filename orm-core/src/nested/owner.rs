//! The owner that a new row has, of one model or another: an existing one, or a new one that is stored before it.
use super::{
    Builder, Denotes, Draft, ExistingRow, Fill, IsModel, Model, Nested, NewRow, Pending, PhantomData,
    Session, Shape, into_drafts, store_level,
};
use crate::association::polymorphic::{OwnerLink, OwnerOf, Polymorphic, give, give_key, key_value};
use crate::builder::Growing;
use crate::error::Result;
use crate::store;
use crate::value::Value;

/// What a builder's setter of a polymorphic association takes: an owner that exists, as `&row`, the enum or its key; the
/// builder of a new one, of any of the models; or the enum with a builder in it.
///
/// `Outer` is what is nested in the builder so far.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a `{P}` can be",
    label = "expected a row of one of the models that `{P}` lists, or a builder of one",
    note = "give an existing row as `&row` or by its key, a variant of `{P}Key`, and a new one by its builder; a further model is listed in the attribute"
)]
pub trait Owner<P, Outer>: Sized {
    /// What is nested in the builder then; its bound stands at the setter.
    type Nested;
    /// The builder that was given, or [`ExistingRow`]; its bound stands at the setter, too.
    type Checked;

    /// Links the owner, or nests it.
    fn attach(self, draft: &mut Draft<P::Source>, outer: Outer) -> Self::Nested
    where
        P: Polymorphic;
}

/// As [`Owner`], by what a value denotes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a `{P}` can be",
    label = "expected a row of one of the models that `{P}` lists, or a builder of one",
    note = "give an existing row as `&row` or by its key, a variant of `{P}Key`, and a new one by its builder; a further model is listed in the attribute"
)]
pub trait OwnerAs<P, Outer, Row>: Sized {
    /// See [`Owner`].
    type Nested;
    /// See [`Owner`].
    type Checked;

    /// See [`Owner`].
    fn attach(self, draft: &mut Draft<P::Source>, outer: Outer) -> Self::Nested
    where
        P: Polymorphic;
}

#[diagnostic::do_not_recommend]
impl<P, Outer, O: Denotes + OwnerAs<P, Outer, <O as Denotes>::Row>> Owner<P, Outer> for O {
    type Nested = <O as OwnerAs<P, Outer, <O as Denotes>::Row>>::Nested;
    type Checked = <O as OwnerAs<P, Outer, <O as Denotes>::Row>>::Checked;

    fn attach(self, draft: &mut Draft<P::Source>, outer: Outer) -> Self::Nested
    where
        P: Polymorphic,
    {
        OwnerAs::attach(self, draft, outer)
    }
}

/// An existing owner is linked; nothing is nested.
#[diagnostic::do_not_recommend]
impl<P, Outer, L: OwnerLink<P>> OwnerAs<P, Outer, ExistingRow> for L {
    type Nested = Outer;
    type Checked = ExistingRow;

    fn attach(self, draft: &mut Draft<P::Source>, outer: Outer) -> Outer
    where
        P: Polymorphic,
    {
        give::<P>(draft, &self);
        outer
    }
}

/// A new owner is nested.
#[diagnostic::do_not_recommend]
impl<P, Outer, B: Builder, Whole> OwnerAs<P, Outer, NewRow> for B
where
    B::Model: OwnerOf<P, Passed<WithOwner<Outer, P, OfOneModel<B>>> = Whole>,
    Whole: From<WithOwner<Outer, P, OfOneModel<B>>>,
{
    type Nested = Whole;
    type Checked = B;

    fn attach(self, _: &mut Draft<P::Source>, outer: Outer) -> Whole
    where
        P: Polymorphic,
    {
        WithOwner { inner: outer, owner: OfOneModel(self), association: PhantomData }.into()
    }
}

/// What the enum denotes that has a builder in it.
#[derive(Debug, Clone, Copy)]
pub enum NewOwnerRow {}

/// So is a new owner whose model only the program's run decides.
#[diagnostic::do_not_recommend]
impl<P: Polymorphic, Outer, O: NewOwner<P>> OwnerAs<P, Outer, NewOwnerRow> for O {
    type Nested = WithOwner<Outer, P, O>;
    type Checked = O;

    fn attach(self, _: &mut Draft<P::Source>, outer: Outer) -> Self::Nested {
        WithOwner { inner: outer, owner: self, association: PhantomData }
    }
}

/// Only the enum, as where a link is asked for: a bare `None` is no owner.
impl<P> Denotes for Option<&P> {
    type Row = ExistingRow;
}

impl<M: Model, N> Growing<M, N> {
    /// Links or nests the owner.
    pub fn own<P: Polymorphic<Source = M>, O: Owner<P, N>>(mut self, owner: O) -> Growing<M, O::Nested> {
        let nested = owner.attach(&mut self.draft, self.nested);
        Growing { draft: self.draft, nested }
    }
}

/// New owners of `P`, that are stored before the rows that they own. Implemented by `#[derive(Model)]` for the enum.
pub trait NewOwner<P>: Sized + Send + 'static {
    /// The enum, with what was stored in its variants.
    type Stored: Send + 'static;

    /// Stores them, with one statement for each model and level.
    #[doc(hidden)]
    fn store(owners: Vec<Self>, session: Session<'_>) -> Pending<'_, Vec<StoredOwner<Self::Stored>>>;
}

/// An owner that is stored, and what its row says of it.
#[derive(Debug)]
pub struct StoredOwner<O> {
    kind: usize,
    key: Value,
    owner: O,
}

/// The builder of a new owner.
#[derive(Debug)]
pub struct OfOneModel<B>(B);

impl<P, B: Builder> NewOwner<P> for OfOneModel<B>
where
    B::Model: OwnerOf<P>,
{
    type Stored = <B::Model as OwnerOf<P>>::Owner<B::Stored>;

    fn store(owners: Vec<Self>, session: Session<'_>) -> Pending<'_, Vec<StoredOwner<Self::Stored>>> {
        Box::pin(async move {
            let (drafts, nested) = into_drafts(owners.into_iter().map(|owner| owner.0));
            let stored = store_level(session, drafts, nested).await?;
            let stored = stored.into_iter().map(|owner| StoredOwner {
                kind: <B::Model as OwnerOf<P>>::KIND,
                key: key_value(owner.row()),
                owner: <B::Model as OwnerOf<P>>::owner(owner),
            });
            Ok(stored.collect())
        })
    }
}

/// Owners of several models in the order of the rows that they own, while one model is stored after the other.
#[derive(Debug)]
pub struct StoredOwners<O> {
    owners: Vec<Option<StoredOwner<O>>>,
    kind: usize,
}

impl<O: Send> StoredOwners<O> {
    /// Nothing yet; the derive's expansion calls it.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Self { owners: std::iter::repeat_with(|| None).take(count).collect(), kind: 0 }
    }

    /// Stores those of the next model; each has its place.
    pub fn store_next<'s, B: Builder>(
        &'s mut self,
        session: Session<'s>,
        builders: Vec<(usize, B)>,
        wrap: fn(B::Stored) -> O,
    ) -> Pending<'s, ()> {
        let kind = self.kind;
        self.kind += 1;
        Box::pin(async move {
            if builders.is_empty() {
                return Ok(());
            }
            let (places, builders): (Vec<_>, Vec<_>) = builders.into_iter().unzip();
            let (drafts, nested) = into_drafts(builders);
            for (place, owner) in places.into_iter().zip(store_level(session, drafts, nested).await?) {
                let key = key_value(owner.row());
                self.owners[place] = Some(StoredOwner { kind, key, owner: wrap(owner) });
            }
            Ok(())
        })
    }

    /// All of them.
    #[must_use]
    pub fn into_owners(self) -> Vec<StoredOwner<O>> {
        self.owners.into_iter().flatten().collect()
    }
}

/// What `Inner` stores, and a new owner of the new row.
#[derive(Debug)]
pub struct WithOwner<Inner, P, O> {
    inner: Inner,
    owner: O,
    association: PhantomData<fn() -> P>,
}

/// What fills the slot of the association `P`.
type OwnerSlot<P, O> = <<P as crate::load::Loadable>::Shape as Shape>::Of<<O as NewOwner<P>>::Stored>;

#[diagnostic::do_not_recommend]
impl<M, Inner, P, O, Whole> Nested<M> for WithOwner<Inner, P, O>
where
    M: Model,
    Inner: Nested<M>,
    P: Polymorphic<Source = M>,
    O: NewOwner<P>,
    Inner::Output: Fill<P, OwnerSlot<P, O>, Passed<Self> = Whole>,
    Whole: From<Self>,
    <Inner::Output as Fill<P, OwnerSlot<P, O>>>::Filled: IsModel<Row = M> + Send + 'static,
{
    type Output = <Inner::Output as Fill<P, OwnerSlot<P, O>>>::Filled;
    type Rest = (Inner::Rest, Vec<O::Stored>);
    type Itself = Whole;

    fn itself(self) -> Whole {
        self.into()
    }

    fn before<'a>(
        nested: Vec<Self>,
        session: Session<'a>,
        drafts: &'a mut [Draft<M>],
    ) -> Pending<'a, Self::Rest> {
        let (inner, owners): (Vec<_>, Vec<_>) = nested.into_iter().map(|one| (one.inner, one.owner)).unzip();
        Box::pin(async move {
            let rest = Inner::before(inner, session, drafts).await?;
            let mut kept = Vec::with_capacity(owners.len());
            for (draft, StoredOwner { kind, key, owner }) in
                drafts.iter_mut().zip(O::store(owners, session).await?)
            {
                give_key::<P>(draft, Some((kind, key)));
                kept.push(owner);
            }
            Ok((rest, kept))
        })
    }

    fn after(
        (rest, owners): Self::Rest,
        session: Session<'_>,
        rows: Vec<M>,
    ) -> Pending<'_, Vec<Self::Output>> {
        Box::pin(async move {
            let rows = Inner::after(rest, session, rows).await?;
            let filled = rows.into_iter().zip(owners).map(|(row, owner)| {
                let slot = P::Shape::from_row(Some(owner)).ok_or_else(store::lost::<M>)?;
                Ok(row.fill(slot))
            });
            filled.collect::<Result<_>>()
        })
    }
}
