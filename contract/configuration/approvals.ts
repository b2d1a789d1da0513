// Configuration of approvals.
import { flag, integer, section, text } from './define-key.ts';
import { MODEL_NAME } from './providers.ts';

/** Longest delay of a step, s: one day. */
const MAX_DELAY = 86_400;

/** `approvals.escalation`. */
const ESCALATION = section(
  'Escalation',
  'When people are notified about a pending approval. Each step happens no later than halfway to the expiration, except while someone is using the app or during quiet hours. 0: never.',
  {
    desktopSeconds: integer(
      'Desktop',
      'Seconds until Gatehouse records whether an open app has shown the request. Apps show it immediately.',
      2,
      [0, MAX_DELAY],
    ),
    phoneSeconds: integer(
      'Phone',
      'Seconds until devices get a push notification. Applies only to devices with push notifications turned on.',
      60,
      [0, MAX_DELAY],
    ),
    channelSeconds: integer('Chat', 'Seconds until connected chat networks get a message.', 300, [0, MAX_DELAY]),
  },
);

/** `approvals`. */
export const APPROVALS = section('Approvals', 'Commands that run without approval, in addition to your rules.', {
  readOnlyCommands: flag(
    'Read-only commands',
    'Whether commands that only read files in the workspace, such as `ls`, `cat`, and `git status`, run without approval. Approvals → Rules lists them.',
    true,
  ),
  confinedCommands: flag(
    'Build and test commands on confined machines',
    'Whether known build and test tools, such as `npm test`, `make`, and `cargo build`, run without approval on a machine that confines them: they can write only to the workspace, and connect to no hosts or only to those that you listed.',
    true,
  ),
  reviewModel: text(
    'Reviewer in Auto mode',
    "Model that reviews commands in Auto mode, as `provider/model`. It can allow a command or pass it on to you. Default: the session's own model.",
    { ...MODEL_NAME, 'x-sample': 'anthropic/claude-haiku-4-5' },
  ),
  reviewsPerRun: integer(
    'Reviews per run',
    'Maximum number of commands that are reviewed in one run. After that, you are asked about each.',
    50,
    [0, 1000],
  ),
  escalation: ESCALATION,
});
