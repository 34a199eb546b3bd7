//! The type of a loaded row by the names of its associations: what `Loaded![Project { tasks, owner }]` stands for.
//!
//! The row is a list of steps: fill a slot, enter it, leave it. A list, and of numbers, so that what a user writes on one
//! line is no "very complex type" for clippy, to which every type inside of a type counts more than the one outside.
use std::marker::PhantomData;

use crate::association::Shape;
use crate::load::{Fill, Loadable};
use crate::model::{AssociationAt, At, Nth};

/// The association of this name, of which `NAME` is the place in a loaded row.
pub type NamedBy<M, const NAME: usize> = At<M, Nth<NAME>>;

/// The model that the association of this name leads to.
pub type TargetBy<M, const NAME: usize> = <NamedBy<M, NAME> as Loadable>::Row;

/// Fills the slot of an association with its rows.
const FILL: u8 = 0;
/// Enters it: the steps that follow fill slots of its rows.
const ENTER: u8 = 1;
/// Leaves it, and fills it with these rows.
const LEAVE: u8 = 2;
/// Nothing: the steps are at their end.
const NOTHING: u8 = 3;

/// What `Loaded![…]` stands for, where it takes no more steps than these.
pub type LoadedRow<
    M,
    const OP0: u8,
    const KIND0: u8,
    const NAME0: usize,
    const OP1: u8 = NOTHING,
    const KIND1: u8 = 0,
    const NAME1: usize = 0,
    const OP2: u8 = NOTHING,
    const KIND2: u8 = 0,
    const NAME2: usize = 0,
    const OP3: u8 = NOTHING,
    const KIND3: u8 = 0,
    const NAME3: usize = 0,
    const OP4: u8 = NOTHING,
    const KIND4: u8 = 0,
    const NAME4: usize = 0,
    const OP5: u8 = NOTHING,
    const KIND5: u8 = 0,
    const NAME5: usize = 0,
    const OP6: u8 = NOTHING,
    const KIND6: u8 = 0,
    const NAME6: usize = 0,
    const OP7: u8 = NOTHING,
    const KIND7: u8 = 0,
    const NAME7: usize = 0,
    const OP8: u8 = NOTHING,
    const KIND8: u8 = 0,
    const NAME8: usize = 0,
    const OP9: u8 = NOTHING,
    const KIND9: u8 = 0,
    const NAME9: usize = 0,
    const OP10: u8 = NOTHING,
    const KIND10: u8 = 0,
    const NAME10: usize = 0,
    const OP11: u8 = NOTHING,
    const KIND11: u8 = 0,
    const NAME11: usize = 0,
> = LoadedEnd<
    LoadedSteps<
        LoadedBegin<M>,
        OP0,
        KIND0,
        NAME0,
        OP1,
        KIND1,
        NAME1,
        OP2,
        KIND2,
        NAME2,
        OP3,
        KIND3,
        NAME3,
        OP4,
        KIND4,
        NAME4,
        OP5,
        KIND5,
        NAME5,
        OP6,
        KIND6,
        NAME6,
        OP7,
        KIND7,
        NAME7,
        OP8,
        KIND8,
        NAME8,
        OP9,
        KIND9,
        NAME9,
        OP10,
        KIND10,
        NAME10,
        OP11,
        KIND11,
        NAME11,
    >,
>;

/// A row of `M` with no slot filled.
pub type LoadedBegin<M> = Filling<M, M>;

/// Some steps.
pub type LoadedSteps<
    F,
    const OP0: u8,
    const KIND0: u8,
    const NAME0: usize,
    const OP1: u8 = NOTHING,
    const KIND1: u8 = 0,
    const NAME1: usize = 0,
    const OP2: u8 = NOTHING,
    const KIND2: u8 = 0,
    const NAME2: usize = 0,
    const OP3: u8 = NOTHING,
    const KIND3: u8 = 0,
    const NAME3: usize = 0,
    const OP4: u8 = NOTHING,
    const KIND4: u8 = 0,
    const NAME4: usize = 0,
    const OP5: u8 = NOTHING,
    const KIND5: u8 = 0,
    const NAME5: usize = 0,
    const OP6: u8 = NOTHING,
    const KIND6: u8 = 0,
    const NAME6: usize = 0,
    const OP7: u8 = NOTHING,
    const KIND7: u8 = 0,
    const NAME7: usize = 0,
    const OP8: u8 = NOTHING,
    const KIND8: u8 = 0,
    const NAME8: usize = 0,
    const OP9: u8 = NOTHING,
    const KIND9: u8 = 0,
    const NAME9: usize = 0,
    const OP10: u8 = NOTHING,
    const KIND10: u8 = 0,
    const NAME10: usize = 0,
    const OP11: u8 = NOTHING,
    const KIND11: u8 = 0,
    const NAME11: usize = 0,
> = Then<
    Then<
        Then<
            Then<
                Then<
                    Then<
                        Then<
                            Then<
                                Then<
                                    Then<
                                        Then<Then<F, OP0, KIND0, NAME0>, OP1, KIND1, NAME1>,
                                        OP2,
                                        KIND2,
                                        NAME2,
                                    >,
                                    OP3,
                                    KIND3,
                                    NAME3,
                                >,
                                OP4,
                                KIND4,
                                NAME4,
                            >,
                            OP5,
                            KIND5,
                            NAME5,
                        >,
                        OP6,
                        KIND6,
                        NAME6,
                    >,
                    OP7,
                    KIND7,
                    NAME7,
                >,
                OP8,
                KIND8,
                NAME8,
            >,
            OP9,
            KIND9,
            NAME9,
        >,
        OP10,
        KIND10,
        NAME10,
    >,
    OP11,
    KIND11,
    NAME11,
>;

/// A slot that is filled with a `V`.
pub type LoadedGiven<F, const NAME: usize, V> = <F as Giving<NAME, V>>::Next;

/// The row, where all steps are done.
pub type LoadedEnd<F> = <F as End>::Row;

type Then<F, const OP: u8, const KIND: u8, const NAME: usize> = <F as Step<OP, KIND, NAME>>::Next;

/// The row `R` of the model `M` with some slots filled, for a slot above that is `Outer`.
#[derive(Debug)]
pub struct Filling<R, M, Outer = ()>(PhantomData<fn() -> (R, M, Outer)>);

/// The slot of an association above, which was entered.
#[derive(Debug)]
pub struct Entered<F, const KIND: u8, const NAME: usize>(PhantomData<fn() -> F>);

/// A step. The kind is how the include was refined, as [`Refined`] has it.
pub trait Step<const OP: u8, const KIND: u8, const NAME: usize> {
    /// What is filled then.
    type Next;
}

/// As [`Step`], of a slot whose content is given.
pub trait Giving<const NAME: usize, V> {
    /// What is filled then.
    type Next;
}

/// The end of the steps.
pub trait End {
    /// The row.
    type Row;
}

/// An include of the association, by how it was refined: not (0), filtered (1), required (2).
pub trait Refined<const KIND: u8> {
    /// The shape in which it loads.
    type Shape: Shape;
}

impl<A: Loadable> Refined<0> for A {
    type Shape = A::Shape;
}

impl<A: Loadable> Refined<1> for A {
    type Shape = <A::Shape as Shape>::Filtered;
}

impl<A: Loadable> Refined<2> for A {
    type Shape = <A::Shape as Shape>::Present;
}

/// `T` in the shape of a slot.
type Shaped<M, const KIND: u8, const NAME: usize, T> =
    <<NamedBy<M, NAME> as Refined<KIND>>::Shape as Shape>::Of<T>;

impl<R, M, O, const KIND: u8, const NAME: usize> Step<NOTHING, KIND, NAME> for Filling<R, M, O> {
    type Next = Self;
}

impl<R, M, O, V, const NAME: usize> Giving<NAME, V> for Filling<R, M, O>
where
    M: AssociationAt<Nth<NAME>>,
    R: Fill<NamedBy<M, NAME>, V>,
{
    type Next = Filling<R::Filled, M, O>;
}

impl<R, M, O, const KIND: u8, const NAME: usize> Step<FILL, KIND, NAME> for Filling<R, M, O>
where
    M: AssociationAt<Nth<NAME>>,
    NamedBy<M, NAME>: Refined<KIND>,
    R: Fill<NamedBy<M, NAME>, Shaped<M, KIND, NAME, TargetBy<M, NAME>>>,
{
    type Next = Filling<R::Filled, M, O>;
}

impl<R, M, O, const KIND: u8, const NAME: usize> Step<ENTER, KIND, NAME> for Filling<R, M, O>
where
    M: AssociationAt<Nth<NAME>>,
{
    type Next = Filling<TargetBy<M, NAME>, TargetBy<M, NAME>, Entered<Self, KIND, NAME>>;
}

impl<T, N, R, M, O, const OWN: u8, const ANY: usize, const KIND: u8, const NAME: usize> Step<LEAVE, OWN, ANY>
    for Filling<T, N, Entered<Filling<R, M, O>, KIND, NAME>>
where
    T: Send + 'static,
    M: AssociationAt<Nth<NAME>>,
    NamedBy<M, NAME>: Refined<KIND>,
    R: Fill<NamedBy<M, NAME>, Shaped<M, KIND, NAME, T>>,
{
    type Next = Filling<R::Filled, M, O>;
}

impl<R, M> End for Filling<R, M> {
    type Row = R;
}
