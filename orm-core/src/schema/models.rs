//! `Schema`: every model of a program, checked while compiling by `schema!`.
use super::ModelDescription;
use super::graph;

/// Every model of a program, once. Made by [`schema!`](crate::schema!).
#[derive(Clone, Copy)]
pub struct Schema {
    models: &'static [&'static ModelDescription],
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Schema ")?;
        f.debug_list().entries(self.models.iter().map(|model| model.name)).finish()
    }
}

impl Schema {
    /// Checks the models; what `schema!` expands to. `SLOTS` is what [`slots`](Self::slots) gives.
    ///
    /// # Panics
    ///
    /// With the message for the user: a model that another one refers to is missing, a model is listed twice, two
    /// models are stored in one table, two unique constraints have one name, or required keys form a cycle.
    #[doc(hidden)]
    #[track_caller]
    #[must_use]
    pub const fn checked<const MODELS: usize, const SLOTS: usize>(
        models: &'static [&'static ModelDescription],
    ) -> Self {
        let text = graph::check::<MODELS, SLOTS>(models);
        if !text.is_empty() {
            panic!("{}", text.as_str());
        }
        Self { models }
    }

    /// How many associations, references and unique constraints the models have.
    #[doc(hidden)]
    #[must_use]
    pub const fn slots(models: &[&ModelDescription]) -> usize {
        let mut count = 0;
        let mut at = 0;
        while at < models.len() {
            count += models[at].associations.len() + models[at].columns.len() + models[at].uniques.len();
            at += 1;
        }
        count
    }

    /// The models, as listed.
    #[must_use]
    pub const fn models(&self) -> &'static [&'static ModelDescription] {
        self.models
    }

    /// A schema that nobody has checked, for tests.
    #[cfg(test)]
    pub(crate) fn unchecked(models: Vec<&'static ModelDescription>) -> Self {
        Self { models: models.leak() }
    }
}

/// Lists every model of a program: `const SCHEMA: Schema = schema![Project, Task, User];`
///
/// The list is checked while compiling: each model that another one refers to is there, none is there twice, no two
/// share a table, and no required keys form a cycle, which no first row could ever satisfy.
#[macro_export]
macro_rules! schema {
    ($($model:ty),* $(,)?) => {{
        const MODELS: &[&$crate::schema::ModelDescription] = &[$(<$model as $crate::model::Model>::DESCRIPTION),*];
        const SCHEMA: $crate::schema::Schema =
            $crate::schema::Schema::checked::<{ MODELS.len() }, { $crate::schema::Schema::slots(MODELS) }>(MODELS);
        SCHEMA
    }};
    ($($other:tt)*) => {
        ::core::compile_error!("a schema lists models by their names: `schema![Project, Task, User]`")
    };
}
