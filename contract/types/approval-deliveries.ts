// How people were told about a pending approval.

/** The ways, in the order of escalation. `channel`: a chat network, once one is connected. */
export type DeliveryWay = 'window' | 'desktop' | 'phone' | 'channel';

/** Why a step wasn't taken: a person looks at the app, quiet hours, or nobody to send it to. */
export type SkipReason = 'focused' | 'quiet' | 'nobody';

/** One step. */
export interface ApprovalDelivery {
  /** Unix ms. */
  readonly at: number;
  readonly via: DeliveryWay;
  readonly outcome: 'sent' | 'failed' | 'skipped';
  /** The push service, or the chat. */
  readonly target?: string;
  /** Why it was skipped. */
  readonly skipped?: SkipReason;
  /** Why it failed, as a sentence. */
  readonly problem?: string;
}
