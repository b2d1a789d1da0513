// The tasks of the demo, which can do nothing else. They are suggested instead of real tasks while it is the model.
import type { PlainMessageId } from '#messages/english.ts';

/** What the demo can show. */
export const DEMO_TASKS: readonly PlainMessageId[] = ['setup.demo.command', 'setup.demo.file', 'setup.demo.plan'];

/** Whether a model, as `provider/model`, is the demo. */
export function isDemo(model: string | undefined): boolean {
  return model?.startsWith('demo/') === true;
}
