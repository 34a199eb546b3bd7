//! What every enum of owners can do: written once here, so that a model's expansion stays short.

/// Implements for the enum of a polymorphic association what does not name one model: its place in loaded rows, what
/// can be loaded of each model, new owners by their builders; `Clone`, `Debug`, `PartialEq` and, with the feature
/// `serde`, `Serialize`, where what is in the variants has them. The parameters stand for that.
///
/// A type that is no model is reported elsewhere: the binders keep rustc from saying here that it is none.
#[doc(hidden)]
#[macro_export]
macro_rules! __loaded_owner {
    ($owner:ident: $shape:ident, $source:ty, [$($variant:ident = $name:literal)*] [$($model:ty)*] [$($kind:ident)*]) => {
        #[automatically_derived]
        impl $crate::load::Loadable for $owner {
            type Source = $source;
            type Row = Self;
            type Shape = $crate::association::$shape;
            type Sources = $crate::association::polymorphic::Owners;
            fn sources<__R: $crate::model::IsModel>(
                rows: &[__R],
            ) -> $crate::Result<$crate::association::polymorphic::Owners> {
                $crate::association::polymorphic::Owners::of::<Self, __R>(rows)
            }
            fn gone() -> $crate::Error {
                let relation = <Self as $crate::association::polymorphic::Polymorphic>::RELATION;
                $crate::association::polymorphic::gone(relation)
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl $crate::load::OfModel<$source> for $owner {
            type Checked = Self;
            type Passed<__T> = __T;
        }
        $(
            #[automatically_derived]
            impl ::core::convert::From<$model> for $owner {
                fn from(row: $model) -> Self {
                    Self::$variant(row)
                }
            }
        )*
        $crate::__owner_traits! { $owner<$($kind),*> where [$($kind)*], [$($variant = $name)*] }
        $crate::__serialize_owner! { $owner [$($variant)*] [$($kind)*] }
        $crate::__owner_loads! { $owner [$($variant)*] [$($model)*] [$($kind)*] }
        $crate::__owner_builders! { $owner [$($variant)*] [$($model)*] [$($kind)*] }
    };
}

/// `Clone`, `Debug` and `PartialEq`, where all that is inside has them.
#[doc(hidden)]
#[macro_export]
macro_rules! __owner_traits {
    ($owner:ident<$($kind:ident),*> where [$($inside:ty)*], [$($variant:ident = $name:literal)*]) => {
        #[automatically_derived]
        impl<$($kind),*> ::core::clone::Clone for $owner<$($kind),*>
        where
            $(for<'__a> $inside: ::core::clone::Clone,)*
        {
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant(inner) => Self::$variant(::core::clone::Clone::clone(inner)),)*
                }
            }
        }
        #[automatically_derived]
        impl<$($kind),*> ::core::fmt::Debug for $owner<$($kind),*>
        where
            $(for<'__a> $inside: ::core::fmt::Debug,)*
        {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant(inner) => f.debug_tuple($name).field(inner).finish(),)*
                }
            }
        }
        #[automatically_derived]
        impl<$($kind),*> ::core::cmp::PartialEq for $owner<$($kind),*>
        where
            $(for<'__a> $inside: ::core::cmp::PartialEq,)*
        {
            fn eq(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$variant(left), Self::$variant(right)) => left == right,)*
                    #[allow(unreachable_patterns)]
                    _ => false,
                }
            }
        }
    };
}

/// What is loaded onto the owners of each model.
#[doc(hidden)]
#[macro_export]
macro_rules! __owner_loads {
    ($owner:ident [$($variant:ident)*] [$($model:ty)*] [$($kind:ident)*]) => {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<$($kind),*> $crate::association::polymorphic::LoadsOwners<$owner> for $crate::__list!($($kind)*)
        where
            $(for<'__a> $model: $crate::model::Model, $kind: $crate::association::polymorphic::ReadsOwners<$model>,)*
        {
            type Owner = $owner<$(<$kind as $crate::association::polymorphic::ReadsOwners<$model>>::Output),*>;
            const RELATIONS: &'static [&'static $crate::association::Relation] =
                &[
                    $(<$crate::association::polymorphic::OwnedThrough<$owner, $model>
                        as $crate::association::Association>::RELATION),*
                ];
            fn read<'__s>(
                self,
                session: $crate::Session<'__s>,
                mut found: $crate::association::polymorphic::Found<Self::Owner>,
            ) -> $crate::Pending<'__s, ::std::vec::Vec<::core::option::Option<Self::Owner>>> {
                let $crate::__list!($($kind)*) = self;
                ::std::boxed::Box::pin(async move {
                    $(
                        found
                            .read_next::<$crate::association::polymorphic::OwnedThrough<$owner, $model>, $kind>(
                                session, $kind, $owner::$variant,
                            )
                            .await?;
                    )*
                    ::core::result::Result::Ok(found.into_owners())
                })
            }
        }
    };
}

/// New owners: the enum with a builder in it.
#[doc(hidden)]
#[macro_export]
macro_rules! __owner_builders {
    ($owner:ident [$($variant:ident)*] [$($model:ty)*] [$($kind:ident)*]) => {
        #[automatically_derived]
        impl<$($kind),*> $crate::nested::Denotes for $owner<$($kind),*> {
            type Row = $crate::nested::NewOwnerRow;
        }
        #[automatically_derived]
        impl<$($kind),*> $crate::nested::Denotes for &$owner<$($kind),*> {
            type Row = $crate::nested::ExistingRow;
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<$($kind: $crate::builder::Complete),*> $crate::builder::Complete for $owner<$($kind),*> {}
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<$($kind),*> $crate::nested::NewOwner<$owner> for $owner<$($kind),*>
        where
            $(for<'__a> $model: $crate::model::Model, $kind: $crate::builder::Builder<Model = $model>,)*
        {
            type Stored = $owner<$(<$kind as $crate::builder::Builder>::Stored),*>;
            fn store(
                owners: ::std::vec::Vec<Self>,
                session: $crate::Session<'_>,
            ) -> $crate::Pending<'_, ::std::vec::Vec<$crate::nested::StoredOwner<Self::Stored>>> {
                let mut stored = $crate::nested::StoredOwners::new(owners.len());
                $(let mut $kind = ::std::vec::Vec::new();)*
                for (place, owner) in ::core::iter::Iterator::enumerate(::core::iter::IntoIterator::into_iter(owners)) {
                    match owner {
                        $(Self::$variant(builder) => $kind.push((place, builder)),)*
                    }
                }
                ::std::boxed::Box::pin(async move {
                    $(stored.store_next(session, $kind, $owner::$variant).await?;)*
                    ::core::result::Result::Ok(stored.into_owners())
                })
            }
        }
    };
}
