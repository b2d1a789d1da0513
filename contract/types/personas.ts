// Personas: prompt templates with variables, which sessions can use.

/** Longest template, characters. */
export const MAX_TEMPLATE_CHARS = 20_000;
/** Names of variables. */
export const VARIABLE_PATTERN = '^[a-z][a-zA-Z0-9_]{0,39}$';
/** Variables that Gatehouse fills in. `project`: its name, or that of the folder; `branch`: of the session's worktree. */
export const BUILT_IN_VARIABLES = ['date', 'project', 'branch'] as const;

/** A persona. `{name}` in the template is a variable. */
export interface Persona {
  readonly id: string;
  readonly name: string;
  readonly template: string;
  /** Values of variables that aren't given when it is chosen. */
  readonly defaults: Readonly<Record<string, string>>;
  /** The variables of the template, in their order. */
  readonly variables: readonly string[];
  readonly updatedAt: number;
}

/** A persona for a session, with values for its variables. */
export interface PersonaChoice {
  readonly id: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** The persona of a session. Its text stays the same when the persona is changed or deleted. */
export interface SessionPersona {
  readonly id: string;
  readonly name: string;
  /** With all variables filled in. */
  readonly text: string;
}
