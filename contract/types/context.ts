// What a model sees: the parts of its next request, and the limits of those that are collected for it.

/** The parts that are collected for each run. */
export const CONTEXT_PARTS = ['tree', 'files', 'console', 'sessions', 'tasks'] as const;
/** A part that is collected for each run. */
export type ContextPart = (typeof CONTEXT_PARTS)[number];

/** The most tokens of each part; 0 leaves it out. */
export interface ContextSettings extends Readonly<Record<ContextPart, number>> {
  /** The files of the part `files`, relative to the workspace. */
  readonly paths: readonly string[];
}

/** Without settings, nothing is added. */
export const NO_CONTEXT: ContextSettings = { tree: 0, files: 0, console: 0, sessions: 0, tasks: 0, paths: [] };

/** Largest limit of a part, tokens. */
export const MAX_CONTEXT_TOKENS = 200_000;
/** Most files of the part `files`. */
export const MAX_CONTEXT_FILES = 50;

/** The kinds of sections, in the order in which the model gets them. */
export type ContextSectionKind =
  | 'tool'
  | 'identity'
  | 'toolGuide'
  | 'instructions'
  | 'file'
  | 'persona'
  | 'plan'
  | 'environment'
  | 'summary'
  | 'messages'
  | ContextPart;

/** A part of the next request. */
export interface ContextSection {
  readonly id: string;
  readonly kind: ContextSectionKind;
  /** Of a tool or a file. */
  readonly name?: string;
  /** Estimated. */
  readonly tokens: number;
  /** Of a collected part: its limit. */
  readonly limit?: number;
  /** It was shortened to its limit. */
  readonly isTruncated?: true;
  /** Why it is missing. */
  readonly problem?: string;
  /** Of the messages: how many. */
  readonly count?: number;
}

/** What the model of a session sees with its next request. */
export interface SessionContext {
  readonly key: string;
  readonly provider: string;
  readonly model: string;
  /** Context window of the model, tokens. */
  readonly window: number;
  /** Share of the window at which the history is summarized. */
  readonly compactAt: number;
  /** Estimated tokens of all sections. */
  readonly tokens: number;
  /** What the provider counted in its last answer; 0 if that isn't known. */
  readonly counted: number;
  readonly sections: readonly ContextSection[];
  /** The limits in effect. */
  readonly settings: ContextSettings;
  /** Those that the session has instead of its agent's. */
  readonly own: Partial<ContextSettings>;
}
