//! What a Rust test forces and looks at: faults, and the journal of a world.

use std::sync::Arc;

use crate::areia::Areia;
use crate::control::faults;
use crate::control::journal::export::Form;
use crate::control::journal::{Uncalled, check_expectation, uncalled};
use crate::panel::Problem;
use crate::providers;
use crate::world::World;
use crate::world::expectation::{Expectation, Match, Verdict};
use crate::world::faults::{ArmedFault, Fault};
use crate::world::journal::Entry;

impl Areia {
    /// Lets something go wrong in `world`; refused where the fault names what there is not.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// use areia::world::expectation::{Expectation, Match};
    /// use areia::world::faults::Fault;
    ///
    /// let areia = areia::Areia::start().await?;
    /// let world = areia.create_world("flaky").await?;
    /// areia.inject(&world, Fault {
    ///     provider: "contaazul".to_owned(),
    ///     status: Some(503),
    ///     times: Some(1),
    ///     ..Fault::default()
    /// })?;
    /// let client = reqwest::Client::new();
    /// let address = format!("{}/~flaky/contaazul/v1/sales", areia.url());
    /// assert_eq!(client.get(&address).send().await?.status(), 503);
    /// assert_eq!(client.get(&address).send().await?.status(), 401);
    ///
    /// let sales = Match { operation: Some("listSales".to_owned()), ..Match::default() };
    /// assert_eq!(areia.journal(&world, &sales).len(), 2);
    /// let verdict = areia.wait_for(&world, &Expectation::times(sales, 2)).await;
    /// assert_eq!(verdict.unmet, None);
    /// areia.stop().await?;
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    pub fn inject(&self, world: &World, fault: Fault) -> Result<ArmedFault, Problem> {
        faults::check(&fault, providers::ALL)?;
        Ok(world.faults.add(fault))
    }

    /// The entries of the journal that are meant, oldest first.
    pub fn journal(&self, world: &World, matching: &Match) -> Vec<Arc<Entry>> {
        let (entries, _) = world.journal.entries();
        let mut entries = entries;
        entries.retain(|entry| matching.is_met(world, entry));
        entries
    }

    /// The journal as a download.
    pub fn export(&self, world: &World, form: Form) -> String {
        form.export(world, &self.url())
    }

    /// The documented operations that nobody has called.
    pub fn unused(&self, world: &World) -> Vec<Uncalled> {
        uncalled(world, providers::ALL)
    }

    /// What the journal says to an expectation: [`Verdict::unmet`] says why it is not met. One that names what does not
    /// exist is met by no journal.
    pub fn verify(&self, world: &World, expectation: &Expectation) -> Verdict {
        match check_expectation(providers::ALL, expectation, &[]) {
            Ok(()) => expectation.judge(world),
            Err(problem) => unmet(&problem),
        }
    }

    /// Waits until the journal meets an expectation, for as long as that says; the last verdict.
    pub async fn wait_for(&self, world: &World, expectation: &Expectation) -> Verdict {
        match check_expectation(providers::ALL, expectation, &[]) {
            Ok(()) => world.wait_for(expectation).await,
            Err(problem) => unmet(&problem),
        }
    }
}

fn unmet(problem: &Problem) -> Verdict {
    Verdict {
        found: Vec::new(),
        unmet: Some(problem.to_string()),
        misses: Vec::new(),
    }
}
