// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// The proof runner: every claim about speed is a ratio from two live forks that took turns.
///
/// | type | what |
/// |---|---|
/// | [Case], [Kind], [Peer] | what a `<Primitive>Proof` says about its methods and contenders |
/// | [Catalogue] | all cases on the class path |
/// | [Turn] | hands the machine from one fork to the other, iteration by iteration |
/// | [Contest] | one case against one peer: fork pairs, and identical pairs for the floor |
/// | [Ratio] | the ratio and its interval |
/// | [Evidence] | a results file |
/// | [WholeFile] | writes a file whole or not at all |
/// | [Report], [Item], [Column], [Figure] | what is shown of the evidence |
/// | [Plot], [Page], [Markdown] | the forest plot, the page, the tables |
/// | [Docs] | what stands in `docs/proofs` |
/// | [Proofs] | the command |
package cermet.proof;
