FROM nginxinc/nginx-unprivileged:1.27.2
COPY dist /usr/share/nginx/html
