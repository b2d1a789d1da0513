// The todo tool: the agent's plan, written down where the person sees it. The latest list is the plan.
import { defineTool, said } from './define-tool.ts';
import { InputProblem, listOf, oneOf, text } from './input.ts';

const MAX_STEPS = 50;
const MAX_STEP = 300;

export const todoTool = defineTool({
  name: 'todo',
  description:
    'Writes down the plan for work of several steps, and keeps it true: give the whole list each time. At most one step is in progress.',
  fields: {
    steps: listOf(
      'All steps, in order.',
      {
        text: text('The step, a short sentence.'),
        status: oneOf('How it stands.', ['pending', 'in_progress', 'done']),
      },
      { min: 1, max: MAX_STEPS },
    ),
  },
  risk: 'read',
  title: ({ steps }) => `${steps.filter(({ status }) => status === 'done').length} of ${steps.length} steps done`,
  run({ steps }) {
    if (steps.some((step) => step.text.trim() === '' || step.text.length > MAX_STEP))
      throw new InputProblem(`A step must have 1 to ${MAX_STEP} characters.`);
    if (steps.filter(({ status }) => status === 'in_progress').length > 1)
      throw new InputProblem('Only one step can be in progress.');
    const open = steps.filter(({ status }) => status !== 'done').length;
    return Promise.resolve(
      said(open === 0 ? 'The plan is done.' : `The plan is written down, ${open} to go.`, { steps }),
    );
  },
});
