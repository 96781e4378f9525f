"""Tests in Chromium. This file makes the folder a package, whose fixtures end with its last test."""
