// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// The proof runner: every claim about speed is a ratio from two live forks that took turns.
///
/// | type | what |
/// |---|---|
/// | [Case], [Kind], [Peer] | what a `<Primitive>Proof` says about its methods and contenders |
/// | [Catalogue] | all cases on the class path |
/// | [Burst] | bursts through a queue at a fixed rate, and when each had been taken |
/// | [Turn] | hands the machine from one fork to the other, iteration by iteration |
/// | [Contest] | one case against one peer: fork pairs, and identical pairs for the floor |
/// | [Ratio] | the ratio and its interval |
/// | [Evidence] | a results file |
/// | [Seed] | seeds of inputs: fresh, or fixed where instructions are counted |
/// | [Trial] | times of cases and floors |
/// | [Loop], [Instructions], [Inspection], [Tally] | what does not depend on the weather: instructions, misses, bytes, inlining |
/// | [Gate], [Guard] | holds the library against its accepted proofs |
/// | [WholeFile] | writes a file whole or not at all |
/// | [Report], [Item], [Column], [Figure] | what is shown of the evidence |
/// | [Plot], [Page], [Markdown], [Svg] | the forest plot, the page, the tables |
/// | [Growth], [GrowthRun], [GrowthFork], [GrowthMaps], [GrowthPlot] | how cost grows with size: a results file, its measurement, its plot |
/// | [Docs] | what stands in `docs/proofs`, and what else is made from the results |
/// | [Choice] | `docs/choose.md`, the decision tables of all packages |
/// | [Citations] | the ratios that README cites |
/// | [Proofs] | runs proofs and accepts them |
/// | [Main] | the command line |
package cermet.proof;
