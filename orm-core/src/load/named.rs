//! The type of a loaded row by the names of its associations: what `Loaded![Project { tasks, owner }]` stands for.
use crate::association::Shape;
use crate::load::{Fill, Loadable};
use crate::model::{At, IsModel, Nth};

/// The association of this name, of which `NAME` is the place in a loaded row.
pub type NamedBy<M, const NAME: usize> = At<M, Nth<NAME>>;

/// The model that the association of this name leads to.
pub type TargetBy<M, const NAME: usize> = <NamedBy<M, NAME> as Loadable>::Row;

/// The model of a row.
type Of<R> = <R as IsModel>::Row;

// What a program writes has few types in it: clippy counts them.
/// The row `R` with a slot filled by a `V`.
pub type LoadedAs<R, const NAME: usize, V> = <R as Fill<NamedBy<Of<R>, NAME>, V>>::Filled;

/// `T` in the shape in which an include loads it.
type Shaped<R, const NAME: usize, T> = <<NamedBy<Of<R>, NAME> as Loadable>::Shape as Shape>::Of<T>;

/// `T` in the shape in which a filtered include loads it.
type ShapedFiltered<R, const NAME: usize, T> =
    <<<NamedBy<Of<R>, NAME> as Loadable>::Shape as Shape>::Filtered as Shape>::Of<T>;

/// `T` in the shape in which a required include loads it.
type ShapedPresent<R, const NAME: usize, T> =
    <<<NamedBy<Of<R>, NAME> as Loadable>::Shape as Shape>::Present as Shape>::Of<T>;

/// The row `R` with the slot filled as an include loads it, with rows that are `T`s.
pub type LoadedPlain<R, const NAME: usize, T = TargetBy<Of<R>, NAME>> = LoadedAs<R, NAME, Shaped<R, NAME, T>>;

/// As [`LoadedPlain`], of a filtered include.
pub type LoadedFiltered<R, const NAME: usize, T = TargetBy<Of<R>, NAME>> =
    LoadedAs<R, NAME, ShapedFiltered<R, NAME, T>>;

/// As [`LoadedPlain`], of a required include.
pub type LoadedPresent<R, const NAME: usize, T = TargetBy<Of<R>, NAME>> =
    LoadedAs<R, NAME, ShapedPresent<R, NAME, T>>;
