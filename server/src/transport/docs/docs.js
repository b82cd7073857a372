// Renders /openapi.json. Builds nodes and sets text only, so the page lives under the site's own strict policy.

const find = document.querySelector('#find');
const operations = document.querySelector('#operations');

/** An element with attributes and children; strings become text. */
function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** A schema as a person writes it: { id: string, bio?: string | null }. */
function words(schema, indent = '') {
  if (!schema || Object.keys(schema).length === 0) return 'any';
  if (schema.$ref) return schema.$ref.split('/').at(-1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map((choice) => words(choice, indent)).join(' | ');
  if (schema.allOf) return schema.allOf.map((part) => words(part, indent)).join(' & ');
  if (schema.type === 'array') return `(${words(schema.items, indent)})[]${bounds(schema)}`;
  if (schema.type === 'object') return objectWords(schema, indent);
  return `${[schema.type].flat().join(' | ')}${bounds(schema)}`;
}

function objectWords(schema, indent) {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0)
    return schema.additionalProperties ? `{ [name]: ${words(schema.additionalProperties, indent)} }` : '{}';
  const deeper = `${indent}  `;
  const lines = properties.map(([name, value]) => {
    const mark = (schema.required ?? []).includes(name) ? '' : '?';
    return `${deeper}${name}${mark}: ${words(value, deeper)}`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function bounds(schema) {
  const low = schema.minimum ?? schema.minLength ?? schema.minItems;
  const high = schema.maximum ?? schema.maxLength ?? schema.maxItems;
  const isWide = (value) => value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER;
  if (isWide(low) && isWide(high)) return schema.format ? ` (${schema.format})` : '';
  return ` (${isWide(low) ? '' : low}…${isWide(high) ? '' : high})`;
}

const block = (title, schema) => [element('h3', {}, title), element('pre', { tabindex: '0' }, words(schema))];

function entry({ verb, name, summary, body }) {
  const title = summary === name ? '' : summary;
  return element(
    'details',
    { 'data-name': `${name} ${title}`.toLowerCase(), id: name },
    element(
      'summary',
      {},
      element('span', { class: 'verb' }, verb),
      element('span', { class: 'name' }, name),
      element('span', { class: 'quiet' }, title),
    ),
    ...body,
  );
}

function httpEntry(path, method, operation) {
  const input =
    operation.requestBody?.content['application/json'].schema ??
    operation.parameters?.[0]?.content['application/json'].schema;
  const output =
    operation.responses['200']?.content['application/json'].schema.properties.result.properties.data;
  const answers = Object.entries(operation.responses).filter(([status]) => status !== '200');
  return entry({
    verb: method.toUpperCase(),
    name: operation.operationId,
    summary: operation.summary,
    body: [
      element('p', { class: 'quiet' }, `${path}${operation.security.length > 0 ? ' · needs login' : ''}`),
      ...(operation.description ? [element('p', {}, operation.description)] : []),
      ...(input ? block('Input', input) : []),
      ...(output ? block('Answer', output) : []),
      element('h3', {}, 'Other answers'),
      element(
        'dl',
        {},
        ...answers.flatMap(([status, { description }]) => [
          element('dt', {}, status),
          element('dd', {}, description),
        ]),
      ),
    ],
  });
}

function subscriptionEntry(name, subscription) {
  return entry({
    verb: 'SUB',
    name,
    summary: subscription.summary,
    body: [...block('Input', subscription.input), ...block('Each event', subscription.event)],
  });
}

function render(api) {
  document.querySelector('#introduction').textContent = api.info.description;
  const groups = new Map(api.tags.map(({ name }) => [name, []]));
  const put = (tags, node) => groups.set(tags[0], [...(groups.get(tags[0]) ?? []), node]);
  for (const [name, subscription] of Object.entries(api['x-subscriptions'])) {
    put(subscription.tags, subscriptionEntry(name, subscription));
  }
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods))
      put(operation.tags, httpEntry(path, method, operation));
  }
  groups.set(
    'shapes',
    Object.entries(api.components.schemas).map(([name, schema]) =>
      entry({ verb: 'TYPE', name, summary: name, body: [element('pre', { tabindex: '0' }, words(schema))] }),
    ),
  );
  for (const [name, nodes] of groups) {
    document.querySelector('#groups').append(element('a', { href: `#group-${name}` }, name));
    operations.append(element('section', { id: `group-${name}` }, element('h2', {}, name), ...nodes));
  }
}

function filter() {
  const wanted = find.value.trim().toLowerCase();
  for (const node of operations.querySelectorAll('details'))
    node.hidden = !node.dataset.name.includes(wanted);
}

find.addEventListener('input', filter);

try {
  const response = await fetch('/openapi.json');
  render(await response.json());
  filter();
} catch {
  document.querySelector('#introduction').textContent =
    'openapi.json could not be read. Try again in a moment.';
}
