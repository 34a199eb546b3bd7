//! What accessors of `belongs_to_many` write: the rows of the junction.
use super::access::{link_columns, required_key, scope, source_key};
use super::junction::Given;
use super::keys::RowKey;
use super::{Link, Linking, ManyToMany, Unsaid};
use crate::builder::Builder;
use crate::error::Result;
use crate::model::{IsModel as _, Model as _};
use crate::nested::Nested as _;
use crate::session::{Executor, Pending, Session};
use crate::value::Value;

mod change;
mod row;
mod store;

use row::{Crossed, Wanted};

/// The rows that are to be linked, with what each says of its junction row.
fn wanted<A: ManyToMany, L: Link<A>>(links: impl IntoIterator<Item = L>) -> Vec<Wanted> {
    let columns = link_columns(A::RELATION);
    let links = links.into_iter();
    links.map(|link| Wanted { far: RowKey(link.link_values(columns)), given: link.into_through() }).collect()
}

/// What a source is to be linked to: its own key, and the other rows' keys with the values of the junction's row.
pub(crate) type NewLinks = (Vec<Value>, Vec<(RowKey, Given)>);

/// Links new rows to others, all of them with as few statements as possible.
pub(crate) async fn link_new<A: ManyToMany>(session: Session<'_>, sources: Vec<NewLinks>) -> Result<()> {
    let (mut rows, mut crossed) = (Vec::new(), None);
    for (own, links) in sources.into_iter().filter(|(_, links)| !links.is_empty()) {
        let source = Crossed::of::<A>(own)?;
        let links = links.into_iter().map(|(far, given)| Wanted { far, given }).collect();
        rows.extend(source.rows(links, &Vec::new())?);
        crossed = Some(source);
    }
    let Some(crossed) = crossed else { return Ok(()) };
    // Rows that were given different columns would be several statements, for the sake of links that are there already.
    let mut given: Vec<usize> = rows.iter().flat_map(|row| row.given.iter().copied()).collect();
    given.sort_unstable();
    given.dedup();
    rows.iter_mut().for_each(|row| row.given.clone_from(&given));
    store::link(session, &crossed, rows).await
}

/// `add_x`, `add_xs`: links rows; one that is linked already stays as it is, but for the columns that are given.
///
/// # Errors
///
/// [`ForeignKeyViolation`](crate::ErrorKind::ForeignKeyViolation) if one of the rows does not exist; then none is linked.
pub fn add<'a, A: ManyToMany, L: Link<A> + 'a>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    links: impl IntoIterator<Item = L>,
) -> Linking<'a, A, (), L::Through> {
    let session = db.session();
    let links = wanted::<A, L>(links);
    let own = required_key::<A>(source);
    Linking::new(move |given: Given| -> Pending<'a, ()> {
        Box::pin(async move {
            let crossed = Crossed::of::<A>(own?)?;
            store::link(session, &crossed, crossed.rows(links, &given)?).await
        })
    })
}

/// `set_xs`: links exactly these rows; only what differs is written, as one unit.
///
/// # Errors
///
/// [`ForeignKeyViolation`](crate::ErrorKind::ForeignKeyViolation) if one of the rows does not exist; then nothing is
/// changed.
pub fn set<'a, A: ManyToMany, L: Link<A> + 'a>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    links: impl IntoIterator<Item = L>,
) -> Linking<'a, A, (), L::Through> {
    let session = db.session();
    let links = wanted::<A, L>(links);
    let own = required_key::<A>(source);
    Linking::new(move |given: Given| -> Pending<'a, ()> {
        Box::pin(async move {
            let crossed = Crossed::of::<A>(own?)?;
            let rows = crossed.rows(links, &given)?;
            session.atomically(async |session| change::replace(session, &crossed, rows).await).await
        })
    })
}

/// `remove_x`, `remove_xs`: takes links away, not the rows; gives how many links there were.
///
/// # Errors
///
/// A connection error.
pub fn remove<'a, A: ManyToMany, L: Link<A> + 'a>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    links: impl IntoIterator<Item = L>,
) -> Pending<'a, u64> {
    let session = db.session();
    let keys = super::access::keys_of::<A, L>(&links.into_iter().collect::<Vec<_>>());
    let own = source_key::<A>(source);
    Box::pin(async move {
        if keys.is_empty() || own.iter().any(Value::is_null) {
            return Ok(0);
        }
        let crossed = Crossed::of::<A>(own)?;
        change::unlink_some(session, &crossed, keys).await
    })
}

/// `create_x`: stores a new row and links it, as one unit.
///
/// # Errors
///
/// A violation if a constraint refuses the row or its link; then nothing is stored.
pub fn create<'a, A: ManyToMany, B>(
    source: &A::Source,
    db: &'a (impl Executor + ?Sized),
    builder: B,
) -> Linking<'a, A, B::Stored, Unsaid>
where
    B: Builder<Model = A::Target>,
{
    let session = db.session();
    let own = required_key::<A>(source);
    Linking::new(move |given: Given| -> Pending<'a, B::Stored> {
        Box::pin(async move {
            let crossed = Crossed::of::<A>(own?)?;
            let (mut draft, nested) = builder.into_parts();
            draft.created_through(Some(A::RELATION));
            for (position, value) in scope(A::RELATION) {
                draft.set(position, value);
            }
            session
                .atomically(async |session| -> Result<B::Stored> {
                    let target = nested.store_one(session, draft).await?;
                    let columns = link_columns(A::RELATION).iter();
                    let far = RowKey(columns.map(|&position| target.row().value(position)).collect());
                    let rows = crossed.rows(vec![Wanted { far, given: Vec::new() }], &given)?;
                    store::link(session, &crossed, rows).await?;
                    Ok(target)
                })
                .await
        })
    })
}
