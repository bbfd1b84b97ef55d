//! `attuned completions` and `attuned man`: what a shell and a manual reader want to know.

use std::collections::VecDeque;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::output::{Failure, print};
use super::{Cli, End};

/// What `completions` may be asked for.
#[derive(Args)]
pub(super) struct Completions {
    /// Your shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn completions(options: &Completions) -> Result<End, Failure> {
    // Into memory first: the generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), "attuned", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(End::Done)
}

/// One page for all commands, each with its options.
pub(super) fn man() -> Result<End, Failure> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    let main = Man::new(command.clone());
    main.render_title(&mut page)
        .and_then(|()| main.render_name_section(&mut page))
        .and_then(|()| main.render_synopsis_section(&mut page))
        .and_then(|()| main.render_options_section(&mut page))
        .and_then(|()| {
            let mut waiting: VecDeque<_> = command.get_subcommands().collect();
            while let Some(command) = waiting.pop_front() {
                if command.get_name() == "help" {
                    continue;
                }
                let mut section = Vec::new();
                let man = Man::new(command.clone());
                man.render_synopsis_section(&mut section)?;
                man.render_description_section(&mut section)?;
                man.render_options_section(&mut section)?;
                let name = command.get_bin_name().unwrap_or_default();
                let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
                page.extend_from_slice(
                    format!(".SH \"{}\"\n{section}", name.to_uppercase()).as_bytes(),
                );
                // Commands of a command follow it.
                for (i, further) in command.get_subcommands().enumerate() {
                    waiting.insert(i, further);
                }
            }
            Ok(())
        })
        .map_err(|error| Failure::new(format!("the manual page cannot be made: {error}")))?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(End::Done)
}
