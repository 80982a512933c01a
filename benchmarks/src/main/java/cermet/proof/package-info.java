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
/// | [Report] | Markdown and HTML |
/// | [Proofs] | runs proofs and accepts them |
/// | [Main] | the command line |
package cermet.proof;
