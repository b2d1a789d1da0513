// Groups of sessions.
import type { Principal } from '../principal.ts';

/** Groups in order, and the order of the sections of the list that shows them. */
export interface SessionGroups {
  readonly names: readonly string[];
  readonly sectionOrder: readonly string[];
}

/** Session groups: a list of names; each session stores its group. Errors are {@link GatewayError}s. */
export interface GroupsFacet {
  list(): Promise<SessionGroups>;
  /** Replaces the list; without `sectionOrder` that order stays. */
  replace(names: readonly string[], sectionOrder?: readonly string[]): Promise<SessionGroups>;
  /** Renames a group, or removes it when `to` is undefined. Its sessions follow; `updated` counts them. */
  change(name: string, to: string | undefined, by: Principal): Promise<SessionGroups & { readonly updated: number }>;
}
