// Approval modes: what agents may do without asking a person. One vocabulary for the app, the command line, and the wire.

/** All modes, in the order in which they are offered. */
export const APPROVAL_MODES = ['plan', 'ask', 'accept-edits', 'auto', 'full', 'deny'] as const;

/**
 * What happens to a tool call that no rule covers. `plan`: only reads, until a person approves a plan; `ask`: requires approval;
 * `accept-edits`: edits in the workspace are allowed, the rest requires approval; `auto`: the same, but a model reviews commands
 * and can allow them; `full`: everything is allowed; `deny`: everything but reads is denied.
 */
export type ApprovalMode = (typeof APPROVAL_MODES)[number];

/** A mode in which a session can continue once its plan is approved. */
export type ModeAfterPlan = 'ask' | 'accept-edits';
