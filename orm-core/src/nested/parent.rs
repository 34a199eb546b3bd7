//! The row that a new row points to: an existing one, or a new one that is stored before it.
use super::{
    Association, Builder, Builds, Complete, Denotes, Draft, Error, ErrorKind, ExistingRow, Fill, IsModel,
    Link, Model, Nested, NewRow, Pending, PhantomData, Session, Slot, fill, into_drafts, store_level,
};
use crate::value::Value;

/// What a builder's setter of a `belongs_to` takes: an existing row or its key, or the builder of a new row.
///
/// `Outer` is what is nested in the builder so far.
#[diagnostic::on_unimplemented(
    message = "`{A}` links a `{Target}`, and `{Self}` is none",
    label = "expected `&{Target}`, the key of a `{Target}`, or `{Target}::build()…`",
    note = "give an existing row as `&row` or by its key, and a new one by its builder"
)]
pub trait Parent<A: Association, Outer, Target = <A as Association>::Target>: Sized {
    /// What is nested in the builder then. Its bound stands at the setter, so that what is wrong with a nested builder
    /// is said there.
    type Nested;
    /// The builder that was given, or [`ExistingRow`]; its bound stands at the setter, too.
    type Checked;

    /// Links the row, or nests it.
    fn attach(self, draft: &mut Draft<A::Source>, outer: Outer) -> Self::Nested;
}

/// As [`Parent`], by what a value denotes.
#[diagnostic::on_unimplemented(
    message = "`{A}` links a `{Target}`, and `{Self}` is none",
    label = "expected `&{Target}`, the key of a `{Target}`, or `{Target}::build()…`",
    note = "give an existing row as `&row` or by its key, and a new one by its builder"
)]
pub trait ParentAs<A: Association, Outer, Row, Target = <A as Association>::Target>: Sized {
    /// See [`Parent`].
    type Nested;
    /// See [`Parent`].
    type Checked;

    /// See [`Parent`].
    fn attach(self, draft: &mut Draft<A::Source>, outer: Outer) -> Self::Nested;
}

#[diagnostic::do_not_recommend]
impl<A: Association, Outer, P: Denotes + ParentAs<A, Outer, <P as Denotes>::Row>> Parent<A, Outer> for P {
    type Nested = <P as ParentAs<A, Outer, <P as Denotes>::Row>>::Nested;
    type Checked = <P as ParentAs<A, Outer, <P as Denotes>::Row>>::Checked;

    fn attach(self, draft: &mut Draft<A::Source>, outer: Outer) -> Self::Nested {
        ParentAs::attach(self, draft, outer)
    }
}

/// A new row is nested.
#[diagnostic::do_not_recommend]
impl<A: Association, Outer, B: Builds<A::Target>> ParentAs<A, Outer, NewRow> for B {
    type Nested = WithParent<Outer, A, B::Checked>;
    type Checked = B::Checked;

    fn attach(self, _: &mut Draft<A::Source>, outer: Outer) -> Self::Nested {
        WithParent { inner: outer, parent: self.checked(), association: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<Provider> Complete<Provider> for ExistingRow {}

/// An existing row is linked; nothing is nested.
#[diagnostic::do_not_recommend]
impl<A: Association, Outer, L: Link<A>> ParentAs<A, Outer, ExistingRow> for L {
    type Nested = Outer;
    type Checked = ExistingRow;

    fn attach(self, draft: &mut Draft<A::Source>, outer: Outer) -> Outer {
        draft.link::<A>(&self);
        outer
    }
}

/// What `Inner` stores, and a row that the new row points to.
#[derive(Debug)]
pub struct WithParent<Inner, A, B> {
    inner: Inner,
    parent: B,
    association: PhantomData<fn() -> A>,
}

#[diagnostic::do_not_recommend]
impl<M, Inner, A, B, Whole> Nested<M> for WithParent<Inner, A, B>
where
    M: Model,
    Inner: Nested<M>,
    A: Association<Source = M>,
    B: Builder<Model = A::Target>,
    Inner::Output: Fill<A, Slot<A, B::Stored>, Passed<Self> = Whole>,
    Whole: From<Self>,
    <Inner::Output as Fill<A, Slot<A, B::Stored>>>::Filled: IsModel<Row = M> + Send + 'static,
{
    type Output = <Inner::Output as Fill<A, Slot<A, B::Stored>>>::Filled;
    type Rest = (Inner::Rest, Vec<B::Stored>);
    type Itself = Whole;

    fn itself(self) -> Whole {
        self.into()
    }

    fn before<'a>(
        nested: Vec<Self>,
        session: Session<'a>,
        drafts: &'a mut [Draft<M>],
    ) -> Pending<'a, Self::Rest> {
        let (inner, parents): (Vec<_>, Vec<_>) =
            nested.into_iter().map(|one| (one.inner, one.parent)).unzip();
        Box::pin(async move {
            let rest = Inner::before(inner, session, drafts).await?;
            let (parent_drafts, nested) = into_drafts(parents);
            let parents = store_level(session, parent_drafts, nested).await?;
            for (draft, parent) in drafts.iter_mut().zip(&parents) {
                point::<A>(draft, parent.row())?;
            }
            Ok((rest, parents))
        })
    }

    fn after(
        (rest, parents): Self::Rest,
        session: Session<'_>,
        rows: Vec<M>,
    ) -> Pending<'_, Vec<Self::Output>> {
        Box::pin(async move {
            let rows = Inner::after(rest, session, rows).await?;
            rows.into_iter().zip(parents).map(|(row, parent)| fill::<A, _, _>(row, vec![parent])).collect()
        })
    }
}

fn point<A: Association>(draft: &mut Draft<A::Source>, parent: &A::Target) -> crate::error::Result<()> {
    let relation = A::RELATION;
    let key: Vec<_> = relation.target_columns.iter().map(|&position| parent.value(position)).collect();
    if key.iter().any(Value::is_null) {
        let message = format!(
            "`{}` runs over a key that is empty in the new `{}`; give it a value",
            relation.label(),
            relation.target.name
        );
        return Err(Error::new(ErrorKind::InvalidInput, message));
    }
    draft.set_all(relation.source_columns, key);
    Ok(())
}
