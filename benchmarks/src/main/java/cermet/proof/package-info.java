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
/// | [Report] | Markdown and HTML |
/// | [Proofs] | the command |
package cermet.proof;
