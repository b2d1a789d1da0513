// Edits of pending approvals. An edited call is checked like a new one: what was shown, and only that, can be allowed.
import {
  MAX_EDITED_CONTENT,
  MAX_EDITED_LINE,
  type EditableValue,
  type EditedParts,
  type PartChange,
} from '#contract/types/approval-edits.ts';
import type { EditPreview } from '#contract/types/edit-previews.ts';
import type { ApprovalEdit } from '#contract/sessions/session-events.ts';
import { invalidRequest, type GatewayError } from '#contract/wire/errors.ts';

/** An edited call as it would run. */
export interface CheckedEdit extends ApprovalEdit, EditPreview {}

/** A call that waits for approval. */
export interface EditableCall {
  /** Empty if nothing of it can be edited. */
  values(): readonly EditableValue[];
  /** Plans and judges the edited call; nothing runs. @throws {GatewayError} if it can't run */
  check(edited: EditedParts): Promise<CheckedEdit>;
}

/** The parts of an edited request, with the fingerprint of what was shown. */
export interface ShownEdit {
  readonly parts: EditedParts;
  readonly fingerprint: string;
}

/** The calls that wait for approval in this process, by approval. */
export class ApprovalEdits {
  readonly #calls = new Map<string, EditableCall>();

  open(id: string, call: EditableCall): void {
    this.#calls.set(id, call);
  }

  close(id: string): void {
    this.#calls.delete(id);
  }

  /** The parts that can be edited. @throws {GatewayError} if there are none */
  draft(id: string): readonly EditableValue[] {
    return this.#require(id).values();
  }

  /** What an edited request would do. @throws {GatewayError} */
  async preview(id: string, edited: EditedParts): Promise<EditPreview> {
    const { verdict, subject, fingerprint } = await this.#require(id).check(edited);
    return { verdict, subject, fingerprint };
  }

  /** An edit that a person allows. @throws {GatewayError} if it isn't what was shown, or the policy denies it */
  async accept(id: string, { parts, fingerprint }: ShownEdit): Promise<ApprovalEdit> {
    const checked = await this.#require(id).check(parts);
    if (checked.verdict === 'deny')
      throw invalidRequest(
        `The edited request is denied by policy: ${checked.subject.reason}`,
        'EDIT_DENIED',
        'Change it, or allow or deny the original request.',
      );
    if (checked.fingerprint !== fingerprint)
      throw invalidRequest(
        'The edited request would now do something other than what was shown.',
        'EDIT_CHANGED',
        'Review the edited request again.',
      );
    return { changes: checked.changes, subject: checked.subject };
  }

  #require(id: string): EditableCall {
    const call = this.#calls.get(id);
    if (call === undefined || call.values().length === 0)
      throw invalidRequest(
        "This request can't be edited. Allow it as it is, or deny it with a reason.",
        'EDIT_UNSUPPORTED',
      );
    return call;
  }
}

/** What an edit changes. @throws {GatewayError} if it changes nothing, or a part is unknown, empty, or too long */
export function listChanges(values: readonly EditableValue[], edited: EditedParts): readonly PartChange[] {
  const unknown = Object.keys(edited).find((part) => !values.some((value) => value.part === part));
  if (unknown !== undefined)
    throw invalidRequest(`"${unknown}" isn't part of this request, so it can't be edited.`, 'EDIT_UNKNOWN_PART');
  const changes = values.flatMap(({ part, value: before }) => {
    const after = edited[part];
    return after === undefined || after === before ? [] : [{ part, before, after }];
  });
  if (changes.length === 0)
    throw invalidRequest('The edit changes nothing.', 'EDIT_UNCHANGED', 'Allow the request as it is.');
  changes.forEach(requireValid);
  return changes;
}

function requireValid({ part, after }: PartChange): void {
  // A file can be empty.
  const isText = part === 'content' || part === 'newText';
  if (!isText && after.trim() === '') throw invalidRequest(`"${part}" is empty.`, 'EDIT_EMPTY', 'Enter a value.');
  const limit = isText ? MAX_EDITED_CONTENT : MAX_EDITED_LINE;
  if (after.length > limit)
    throw invalidRequest(`"${part}" is too long: the limit is ${limit} characters.`, 'EDIT_TOO_LONG', 'Shorten it.');
}

/** The error for an edited call that can't run. */
export function invalidEdit(message: string): GatewayError {
  return invalidRequest(message, 'EDIT_INVALID', 'Correct the edited request.');
}
