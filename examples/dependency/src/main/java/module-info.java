// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

module example.words {
  requires cermet.collections;
  requires cermet.io;
}
