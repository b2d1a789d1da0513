import { expect, it } from 'vitest';
import { stripMarkdown } from './strip-markdown.ts';

it.each([
  [
    '# Done\n**All** tests pass, see [the log](http://x).\n```sh\nnpm test\n```',
    'Done All tests pass, see the log. npm test',
  ],
  ['…of the day. ## Next steps ![chart](x.png) `npm start`', '…of the day. Next steps chart npm start'],
  ['Issue # 5 in snake_case', 'Issue # 5 in snake_case'],
])('shows %j as one line of plain text', (markdown, plain) => {
  expect(stripMarkdown(markdown)).toBe(plain);
});
