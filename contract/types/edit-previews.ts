// What an edited request would do.
import type { ApprovalSubject } from '../sessions/session-events.ts';

/** What the policy decides about an edited request, before anyone allows it. */
export interface EditPreview {
  readonly verdict: 'allow' | 'ask' | 'deny';
  readonly subject: ApprovalSubject;
  /** Identifies exactly what `subject` shows. An answer with the edit must contain it. */
  readonly fingerprint: string;
}
