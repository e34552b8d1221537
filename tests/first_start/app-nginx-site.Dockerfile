FROM node:20 AS build
RUN npm ci && npm run build
FROM nginx:1.27.2
COPY --from=build /app/dist /usr/share/nginx/html
