// What the output of an error looks like. Patterns are in RE2 syntax, so that they match in linear time.

/** A kind of error. Its named groups are `message`, `file`, `line`, and `column`; each is optional. */
export interface ErrorPattern {
  /** Ecosystem and kind, such as `node.exception`. */
  readonly kind: string;
  /** A line can only match if it contains one of these texts. Checked first, because it is much faster. */
  readonly hints: readonly [string, ...string[]];
  /** The first line. */
  readonly pattern: string;
  /** The message, if the first line has none that says enough. */
  readonly message?: string;
  /** The lines that follow, of which some have the location or the message. */
  readonly details?: ErrorDetails;
}

/** Lines that follow the first line of an error. */
export interface ErrorDetails {
  /** Patterns of such lines, with the same groups. */
  readonly patterns: readonly { readonly hints: readonly [string, ...string[]]; readonly pattern: string }[];
  /** Which location to keep if there are several. */
  readonly location: 'first' | 'last';
  /** Whether other lines may be in between. Otherwise, the first line that doesn't match ends the error. */
  readonly allowsOthers: boolean;
  /** Longest distance from the first line. */
  readonly maxLines: number;
  /** A message in these lines ends the error, as in Python. */
  readonly endsWithMessage?: true;
}
