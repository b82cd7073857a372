# The server with the built client. Node runs the TypeScript as it is: nothing of the server is compiled.
FROM node:24.21.0-slim AS client
WORKDIR /app
COPY package.json package-lock.json ./
COPY client/package.json client/
COPY server/package.json server/
# No install script is needed for a build: the one that there is fetches the Node that this image has.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY server server
COPY client client
RUN npm run build --workspace client

FROM node:24.21.0-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY client/package.json client/
COPY server/package.json server/
# tRPC names TypeScript as its peer, for its types alone: 30 MB that nothing here runs.
RUN --mount=type=cache,target=/root/.npm \
  npm ci --omit=dev --workspace server --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/typescript node_modules/@typescript node_modules/@types node_modules/.bin

FROM node:24.21.0-slim
ENV NODE_ENV=production
WORKDIR /app
# Owned by root and only read by the process; what it must write (an embedded database, if any) goes to /data.
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE ./
COPY server/package.json server/
COPY server/src server/src
COPY --from=client /app/client/dist client/dist
RUN mkdir /data && chown node:node /data && ln -s /app/server/src/cli/suhbatdosh.sh /usr/local/bin/suhbatdosh
ENV DATA_DIR=/data
USER node
EXPOSE 3000
# The process answers; whether it can serve people too is /readyz, which must not restart anything.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
WORKDIR /app/server
CMD ["node", "--max-semi-space-size=8", "--import", "./src/trpcSource/register.ts", "src/main.ts"]
