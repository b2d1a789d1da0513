// The plan tool: presents a plan, which a person approves or answers with feedback. Approving it ends plan mode.
import { defineTool, said } from './define-tool.ts';
import { InputProblem, text } from './input.ts';

/** Longest plan, characters: a person reads all of it. */
const MAX_PLAN = 20_000;
const MAX_TITLE = 80;

export const planTool = defineTool({
  name: 'plan',
  description:
    'Presents your plan to the user and waits for approval. Call it once you know what to do. Approval ends plan mode, so that you can carry out the plan; otherwise, you get feedback and keep planning.',
  fields: {
    plan: text(
      'The complete plan as Markdown: the goal, the files to change and how, the commands to run, and how to check the result.',
    ),
  },
  effect: 'plan',
  title: ({ plan }) => `Plan: ${firstLine(plan)}`,
  plan({ plan }, { machine }) {
    if (plan.trim() === '' || plan.length > MAX_PLAN)
      throw new InputProblem(`The plan must be 1 to ${MAX_PLAN} characters long.`);
    return Promise.resolve({ command: plan, cwd: machine.workspace, isPlan: true });
  },
  run: () =>
    Promise.resolve(
      said(
        'The user approved the plan. Plan mode has ended: carry out the plan now. Edits and commands may still require approval.',
      ),
    ),
});

function firstLine(plan: string): string {
  const line = plan.split('\n').find((one) => one.trim() !== '') ?? '';
  return line.replace(/^[#\s*-]+/, '').slice(0, MAX_TITLE);
}
