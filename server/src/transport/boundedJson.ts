const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `{`, `]` and `}` differ in this one bit. */
const BRACE_BIT = 0x20;
const OPENER = 0x7b;
const CLOSER = 0x7d;

/** Deeper than anything on our wire; what walks the value later may recurse without fear. */
export const MAX_JSON_DEPTH = 16;

/**
 * JSON.parse for text of strangers. Counts the nesting before it parses, so that nothing deep is ever built.
 * @throws SyntaxError, also for text that nests deeper than MAX_JSON_DEPTH
 */
export function parseBoundedJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError(`JSON nests deeper than ${MAX_JSON_DEPTH}`);
  return JSON.parse(text);
}

export function isTooDeep(text: string): boolean {
  // Nearly every frame of a call: looked through by the engine's own search, several times as fast as the loop below.
  if (countAtMost(text, '{') + countAtMost(text, '[') <= MAX_JSON_DEPTH) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      at = endOfString(text, at);
    } else if ((char | BRACE_BIT) === OPENER) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return true;
    } else if ((char | BRACE_BIT) === CLOSER) {
      depth -= 1;
    }
  }
  return false;
}

/** How often `char` occurs, strings and all; stops counting beyond MAX_JSON_DEPTH. */
function countAtMost(text: string, char: string): number {
  let count = 0;
  for (let at = text.indexOf(char); at !== -1 && count <= MAX_JSON_DEPTH; at = text.indexOf(char, at + 1))
    count += 1;
  return count;
}

/** Index of the closing quote; of the end for a string that never closes, which JSON.parse then refuses. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
