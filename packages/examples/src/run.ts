console.log('PLACEHOLDER: npm run example -- NAME')
