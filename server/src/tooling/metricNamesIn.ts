const FUNCTIONS = new Set([
  'and',
  'by',
  'histogram_quantile',
  'increase',
  'label_values',
  'max',
  'min',
  'on',
  'or',
  'rate',
  'sum',
  'topk',
  'unless',
  'without',
]);

/**
 * Names of the metrics in a PromQL expression, as far as those of this project go: a small reader, not a parser.
 * @throws for brackets that do not close, and for a function that it does not know
 */
export function metricNamesIn(expression: string): string[] {
  const bare = expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  checkBrackets(bare);
  const text = bare
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on)\s*\([^)]*\)/g, ' ');
  const names = new Set<string>();
  for (const [, name = '', call] of text.matchAll(/(?<![\w.$])([a-zA-Z_]\w*)(\s*\()?/g)) {
    if (FUNCTIONS.has(name)) continue;
    if (call !== undefined) throw new Error(`${name} is no function that is known here: ${expression}`);
    names.add(name);
  }
  return [...names];
}

function checkBrackets(text: string): void {
  const open: string[] = [];
  const partner: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  for (const sign of text) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (partner[sign] !== undefined && open.pop() !== partner[sign])
      throw new Error(`brackets: ${text}`);
  }
  if (open.length > 0) throw new Error(`brackets: ${text}`);
}
