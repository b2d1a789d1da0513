// The arguments of a call after its profile has been applied.

/** A word of a call. */
export interface ProfileWord {
  readonly text: string;
  readonly isPattern: boolean;
}

/** An option of a call. */
export interface CallOption {
  readonly name: string;
  readonly value?: string;
}

/** The arguments of a call, all of which are in the profile. */
export interface ParsedCall {
  readonly options: readonly CallOption[];
  readonly operands: readonly ProfileWord[];
  /** Files and folders that the call names. */
  readonly files: readonly ProfileWord[];
}
