// The ask tool: a question to the person, with answers to choose from. It waits; nothing acts.
import type { Question } from '#contract/types/questions.ts';
import type { Tool } from './define-tool.ts';
import { flag, InputProblem, listOf, optional, readInput, schemaOf, text } from './input.ts';

const MAX_HEADER = 12;
const MAX_QUESTION = 2_000;

const FIELDS = {
  questions: listOf(
    'One to three questions that belong together.',
    {
      question: text('The question, in one or two sentences.'),
      header: optional(text('One or two words that name the matter, at most 12 characters.')),
      options: optional(
        listOf(
          'Answers to choose from; the person may always write another one.',
          { label: text('The answer, a few words.'), description: optional(text('What it means.')) },
          { min: 0, max: 4 },
        ),
      ),
      multiSelect: optional(flag('Several answers may be chosen.')),
    },
    { min: 1, max: 3 },
  ),
};

export const askTool: Tool = {
  name: 'ask',
  description:
    'Asks the user and waits for the answer. For decisions that are theirs and that nothing in the workspace answers; do not ask for leave to use a tool, that happens by itself.',
  input: schemaOf(FIELDS),
  isRepeatable: () => false,
  open(raw) {
    const questions = readInput(FIELDS, raw).questions.map(asQuestion);
    return { title: `Ask: ${questions[0]?.question ?? ''}`, questions };
  },
};

type Asked = ReturnType<typeof FIELDS.questions.read>[number];

function asQuestion({ question, header, options, multiSelect }: Asked, index: number): Question {
  if (question.trim() === '' || question.length > MAX_QUESTION)
    throw new InputProblem(`Question ${index + 1} must have 1 to ${MAX_QUESTION} characters.`);
  const labels = (options ?? []).map(({ label }) => label);
  if (labels.some((label) => label.trim() === '' || label.length > 200) || new Set(labels).size < labels.length)
    throw new InputProblem(`The answers to question ${index + 1} must be different, short and not empty.`);
  return {
    questionId: `q${index + 1}`,
    header: (header ?? '').slice(0, MAX_HEADER),
    question,
    options: (options ?? []).map(({ label, description }) => ({
      label,
      ...(description === undefined ? {} : { description: description.slice(0, 500) }),
    })),
    isOther: true,
    ...(multiSelect === true ? { multiSelect } : {}),
  };
}
