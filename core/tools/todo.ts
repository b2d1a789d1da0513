// The todo tool: shows the agent's plan to the user. The latest list replaces earlier ones.
import { defineTool, said } from './define-tool.ts';
import { InputProblem, list, choice, text } from './input.ts';

const MAX_STEPS = 50;
const MAX_STEP = 300;

export const todoTool = defineTool({
  name: 'todo',
  description:
    'Records and updates the plan for a task with several steps. Pass the complete list each time. At most one step can be in progress.',
  fields: {
    steps: list(
      'All steps, in order.',
      {
        text: text('The step, as a short sentence.'),
        status: choice('Status of the step.', ['pending', 'in_progress', 'done']),
      },
      { min: 1, max: MAX_STEPS },
    ),
  },
  effect: 'read',
  title: ({ steps }) => `${steps.filter(({ status }) => status === 'done').length} of ${steps.length} steps done`,
  run({ steps }) {
    if (steps.some((step) => step.text.trim() === '' || step.text.length > MAX_STEP))
      throw new InputProblem(`Each step must be 1 to ${MAX_STEP} characters long.`);
    if (steps.filter(({ status }) => status === 'in_progress').length > 1)
      throw new InputProblem('Only one step can be in progress.');
    const open = steps.filter(({ status }) => status !== 'done').length;
    return Promise.resolve(said(open === 0 ? 'Plan complete.' : `Plan saved. Steps remaining: ${open}.`, { steps }));
  },
});
