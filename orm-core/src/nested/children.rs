//! New rows that point to a new row, and so are stored after it.
use super::{
    Association, Builder, Builds, Draft, Fill, IsModel, Model, Nested, Pending, PhantomData, Session, Slot,
    fill, mapped, store_level,
};
use crate::association::access::{fill_in, required_key};

/// New rows that a builder's setter takes: the builder of a `has_one`, an `Option` of one, a list of a `has_many`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no new row for `{A}`",
    label = "expected a builder, as `build()` of a model begins one",
    note = "an existing row is linked by `set_…` or `add_…`, once this one is stored"
)]
pub trait Children<A: Association>: Send + 'static {
    /// The builder of a row.
    type Builder: Builder<Model = A::Target>;
    /// The same; named through [`Builds`], nothing more is asked of what is none.
    type Checked;
    /// What is nested with them beside `Inner`.
    type Layer<Inner>;

    /// Nests them.
    fn nest<Inner>(self, inner: Inner) -> Self::Layer<Inner>;

    /// The builders.
    fn into_builders(self) -> Vec<Self::Builder>;
}

/// The builders of new rows of `M`, a list of which is nested for the association `A` beside `Inner`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no new `{M}`",
    label = "expected `{M}::build()…`",
    note = "a new `{M}` is given by its builder; an existing one is linked by `set_…` or `add_…`"
)]
pub trait NestedBy<M, A, Inner>: Builds<M> {
    /// What is nested then.
    type Layer;

    /// Nests a list of them.
    fn nest_all(rows: Vec<Self>, inner: Inner) -> Self::Layer;
}

#[diagnostic::do_not_recommend]
impl<M, A, Inner, B: Builds<M>> NestedBy<M, A, Inner> for B {
    type Layer = WithChildren<Inner, A, Vec<B::Checked>>;

    fn nest_all(rows: Vec<B>, inner: Inner) -> Self::Layer {
        WithChildren::new(inner, rows.into_iter().map(B::checked).collect())
    }
}

#[diagnostic::do_not_recommend]
impl<A: Association, B: Builds<A::Target>> Children<A> for B {
    type Builder = B;
    type Checked = B::Checked;
    type Layer<Inner> = WithChildren<Inner, A, B::Checked>;

    fn nest<Inner>(self, inner: Inner) -> WithChildren<Inner, A, B::Checked> {
        WithChildren::new(inner, self.checked())
    }

    fn into_builders(self) -> Vec<B> {
        vec![self]
    }
}

#[diagnostic::do_not_recommend]
impl<A: Association, B: Builds<A::Target>> Children<A> for Option<B> {
    type Builder = B;
    type Checked = B::Checked;
    type Layer<Inner> = WithChildren<Inner, A, Option<B::Checked>>;

    fn nest<Inner>(self, inner: Inner) -> WithChildren<Inner, A, Option<B::Checked>> {
        WithChildren::new(inner, self.map(B::checked))
    }

    fn into_builders(self) -> Vec<B> {
        self.into_iter().collect()
    }
}

#[diagnostic::do_not_recommend]
impl<A: Association, B: Builds<A::Target>> Children<A> for Vec<B> {
    type Builder = B;
    type Checked = B::Checked;
    type Layer<Inner> = WithChildren<Inner, A, Vec<B::Checked>>;

    fn nest<Inner>(self, inner: Inner) -> WithChildren<Inner, A, Vec<B::Checked>> {
        WithChildren::new(inner, self.into_iter().map(B::checked).collect())
    }

    fn into_builders(self) -> Vec<B> {
        self
    }
}

/// What `Inner` stores, and rows that point to the new row.
#[derive(Debug)]
pub struct WithChildren<Inner, A, C> {
    inner: Inner,
    children: C,
    association: PhantomData<fn() -> A>,
}

impl<Inner, A, C> WithChildren<Inner, A, C> {
    /// Nests rows; the derive calls it.
    pub fn new(inner: Inner, children: C) -> Self {
        Self { inner, children, association: PhantomData }
    }
}

/// What is given for a new row.
type StoredBy<A, C> = <<C as Children<A>>::Builder as Builder>::Stored;

#[diagnostic::do_not_recommend]
impl<M, Inner, A, C, Whole> Nested<M> for WithChildren<Inner, A, C>
where
    M: Model,
    Inner: Nested<M>,
    A: Association<Source = M>,
    C: Children<A>,
    Inner::Output: Fill<A, Slot<A, StoredBy<A, C>>, Passed<Self> = Whole>,
    Whole: From<Self>,
    <Inner::Output as Fill<A, Slot<A, StoredBy<A, C>>>>::Filled: IsModel<Row = M> + Send + 'static,
{
    type Output = <Inner::Output as Fill<A, Slot<A, StoredBy<A, C>>>>::Filled;
    type Rest = (Inner::Rest, Vec<C>);
    type Itself = Whole;

    fn itself(self) -> Whole {
        self.into()
    }

    fn before<'a>(
        nested: Vec<Self>,
        session: Session<'a>,
        drafts: &'a mut [Draft<M>],
    ) -> Pending<'a, Self::Rest> {
        let (inner, children): (Vec<_>, Vec<_>) =
            nested.into_iter().map(|one| (one.inner, one.children)).unzip();
        mapped(Inner::before(inner, session, drafts), |rest| Ok((rest, children)))
    }

    fn after(
        (rest, lists): Self::Rest,
        session: Session<'_>,
        rows: Vec<M>,
    ) -> Pending<'_, Vec<Self::Output>> {
        Box::pin(async move {
            let rows = Inner::after(rest, session, rows).await?;
            let lists: Vec<_> = lists.into_iter().map(C::into_builders).collect();
            let sizes: Vec<_> = lists.iter().map(Vec::len).collect();
            let (mut drafts, mut nested) = (Vec::new(), Vec::new());
            for (row, builders) in rows.iter().zip(lists) {
                adopt::<A, C::Builder>(row.row(), builders, (&mut drafts, &mut nested))?;
            }
            let mut stored = store_level(session, drafts, nested).await?.into_iter();
            let filled = rows.into_iter().zip(sizes);
            filled.map(|(row, size)| fill::<A, _, _>(row, stored.by_ref().take(size).collect())).collect()
        })
    }
}

/// Gives the builders' rows their foreign key and the association's scope.
fn adopt<A: Association, B: Builder<Model = A::Target>>(
    row: &A::Source,
    builders: Vec<B>,
    (drafts, nested): (&mut Vec<Draft<A::Target>>, &mut Vec<B::Nested>),
) -> crate::error::Result<()> {
    if builders.is_empty() {
        return Ok(());
    }
    let own = required_key::<A>(row)?;
    for builder in builders {
        let (mut draft, inner) = builder.into_parts();
        fill_in::<A>(&mut draft, &own);
        drafts.push(draft);
        nested.push(inner);
    }
    Ok(())
}
