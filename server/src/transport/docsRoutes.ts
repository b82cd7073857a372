import { readFileSync } from 'node:fs';
import type { AnyTRPCRouter } from '@trpc/server';
import { Router, type Router as ExpressRouter } from 'express';
import { createOpenApi, type OpenApiOptions } from './openapi/createOpenApi.ts';

const FILES = { '/docs': 'docs.html', '/docs/docs.css': 'docs.css', '/docs/docs.js': 'docs.js' } as const;

/** /openapi.json and the page that shows it; both small, kept in memory. */
export function createDocsRoutes(router: AnyTRPCRouter, options: OpenApiOptions): ExpressRouter {
  const routes = Router();
  const openApi = JSON.stringify(createOpenApi(router, options));
  routes.get('/openapi.json', (_request, response) => {
    response.setHeader('Cache-Control', 'no-cache').type('json').send(openApi);
  });
  for (const [path, file] of Object.entries(FILES)) {
    const content = readFileSync(new URL(`./docs/${file}`, import.meta.url), 'utf8');
    routes.get(path, (_request, response) => {
      response.setHeader('Cache-Control', 'no-cache').type(file).send(content);
    });
  }
  return routes;
}
