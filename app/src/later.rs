//! Data that the browser loads once the page stands; the first HTML shows that it is being loaded.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::effect::effect;

/// For what is put together from several calls: the server would write it into the first HTML at a moment that the
/// browser's part does not expect.
pub(crate) struct Later<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    load: Callback<()>,
}

// Derived ones would ask the same of what is loaded.
impl<T: Send + Sync + 'static> Clone for Later<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Later<T> {}

impl<T: Clone + Send + Sync + 'static> Later<T> {
    pub(crate) fn new<F>(fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = T> + 'static,
    {
        let value = RwSignal::new(None);
        let asked = StoredValue::new(0_u32);
        let load = Callback::new(move |()| {
            asked.update_value(|asked| *asked += 1);
            let number = asked.get_value();
            let answer = fetch();
            spawn_local(async move {
                let answer = answer.await;
                // The page may be gone when the answer comes, or something else was asked for.
                if asked.try_get_value() == Some(number) {
                    let _ = value.try_set(Some(answer));
                }
            });
        });
        effect(move || load.run(()));
        Self { value, load }
    }

    /// What was loaded; none until then.
    pub(crate) fn get(self) -> Option<T> {
        self.value.get()
    }

    /// Loads it again.
    pub(crate) fn refetch(self) {
        self.load.run(());
    }
}
