//! `Project::query().include(Project::TASKS.count())`: how many rows there are, in place of the rows.
use crate::association::Association;
use crate::load::fetch::{Wanted, level};
use crate::load::include::Refinement;
use crate::load::{Include, Keeps, Sources};
use crate::query::CountOf;
use crate::query::run::decode_scalar;
use crate::session::{Pending, Session};
use crate::statement::{Expression, Projection};

/// The slot holds the number.
#[diagnostic::do_not_recommend]
impl<A: Association> Include for CountOf<A> {
    type Association = A;
    type Value = u64;
    type Effect = Keeps;

    fn condition(&self) -> Option<Expression> {
        None
    }

    fn is_empty(value: &u64) -> bool {
        *value == 0
    }

    fn fetch(self, session: Session<'_>, sources: Sources) -> Pending<'_, Vec<Option<u64>>> {
        Box::pin(async move {
            let mut counts = vec![Some(0); sources.len()];
            let refinement = Refinement { filter: self.into_filter(), ..Refinement::default() };
            let wanted = Wanted::expressions(Projection::Counts, 1, decode_scalar::<i64>);
            let placed = level(session, A::RELATION, (refinement, wanted), sources).await?;
            for (place, count) in placed.places.into_iter().zip(placed.rows) {
                counts[place] = u64::try_from(count).ok();
            }
            Ok(counts)
        })
    }
}
